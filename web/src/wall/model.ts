/**
 * What the wall shows, and where it comes from: one fair's room live, and fair's reads around it.
 *
 * Owns every request and timer of the wall. Draws nothing: the page asks `state` after each `onChange`.
 */

import { type Person, remembered } from "../signed_in";
import { readConfig } from "../wire/api/config";
import { type Fair, readFair, readTimeline } from "../wire/api/fairs";
import { type Job, readJobs, readTopJobs } from "../wire/api/jobs";
import { backoffMs } from "../wire/backoff";
import { Refused } from "../wire/http";
import { Live, liveUrl, type Status } from "../wire/live";
import { newItems } from "../wire/news";
import { emptyRoom, type Item, type Room } from "../wire/room";
import { SPREAD_MS, Throttle } from "../wire/throttle";
import type { Flag } from "../wire/writes";
import { fromTimeline, merge, type Point, withLive } from "./series";

export interface WallState {
  readonly phase: "loading" | "unknown" | "ready";
  readonly fair: Fair | null;
  /** Names of enterprises by their `org`. */
  readonly names: ReadonlyMap<string, string>;
  readonly room: Room;
  readonly status: Status;
  /** When the room was last heard of, ms; null before. */
  readonly heardAt: number | null;
  readonly top: readonly Job[];
  /** What ads are flagged for, by job: for the fair's organizer alone, empty for everybody else. */
  readonly flags: ReadonlyMap<string, readonly Flag[]>;
  readonly points: readonly Point[];
}

/** How often the reads around the live room may be repeated. Ms. */
const TOP_MS = 5_000;
const FAIR_MS = 2_000;
const TIMELINE_MS = 10_000;
const UNKNOWN_MS = 5_000;

/** What happens to the fair itself, and who takes part in it; its sessions are not shown here. */
const ABOUT_THE_FAIR = /^(Fair(?!Session)|BoothApproved)/;

export class Wall {
  state: WallState;
  private live: Live | null = null;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private attempt = 0;
  private organizer: Person | null = null;
  private readonly top = new Throttle(() => this.refreshTop(), TOP_MS);
  private readonly fair = new Throttle(() => this.refreshFair(), FAIR_MS);
  private readonly timeline = new Throttle(() => this.refreshTimeline(), TIMELINE_MS);

  constructor(
    private readonly id: string,
    private readonly onChange: () => void,
  ) {
    const room = emptyRoom(`fair:${id}`);
    const status: Status = { kind: "connecting" };
    this.state = {
      phase: "loading",
      fair: null,
      names: new Map(),
      room,
      status,
      heardAt: null,
      top: [],
      flags: new Map(),
      points: [],
    };
  }

  start(): void {
    void this.load();
  }

  stop(): void {
    clearTimeout(this.retry);
    for (const read of [this.top, this.fair, this.timeline]) read.stop();
    this.live?.stop();
  }

  wake(): void {
    if (this.live !== null) this.live.wake();
    else this.again();
  }

  /** Begin anew, for a fair that was not found. */
  again(): void {
    clearTimeout(this.retry);
    this.start();
  }

  private async load(): Promise<void> {
    try {
      const [config, fair] = await Promise.all([readConfig(), readFair(this.id)]);
      this.set({ phase: "ready", ...named(fair) });
      const person = remembered();
      this.organizer = person?.role === "organizer" && person.org === fair.org ? person : null;
      this.follow(config.live);
    } catch (error) {
      this.loadLater(error instanceof Refused && error.isUnknown);
    }
  }

  private loadLater(isUnknown: boolean): void {
    const wait = isUnknown ? UNKNOWN_MS : backoffMs(this.attempt++, Math.random);
    const status: Status = { kind: navigator.onLine ? "waiting" : "offline", until: Date.now() + wait };
    this.set(isUnknown ? { phase: "unknown" } : { status });
    this.retry = setTimeout(() => this.start(), wait);
  }

  private follow(configured: string): void {
    if (this.live !== null) return; // two loads met: the page was woken while one was under way
    const url = liveUrl(configured, location);
    this.live = new Live({ url, rooms: [this.state.room.name], onChange: () => this.heard() });
    this.live.start();
    for (const read of [this.timeline, this.top]) read.want();
  }

  private heard(): void {
    const { live, state: before } = this;
    if (live === null) return;
    const room = live.rooms.get(before.room.name) ?? before.room;
    const points = counted(before, room);
    this.set({ room, status: live.status, heardAt: live.heardAt, points });
    this.readAgain(before);
  }

  /** Ask again for what the room says has changed around it. */
  private readAgain(before: WallState): void {
    const { room, status, names } = this.state;
    const isBack = status.kind === "live" && before.status.kind !== "live";
    if (isBack && before.room.known) for (const read of [this.timeline, this.top, this.fair]) read.want(SPREAD_MS);
    const { applications, jobs } = room.counters;
    if (applications !== before.room.counters.applications || jobs !== before.room.counters.jobs)
      this.top.want(SPREAD_MS);
    if (newItems(before.room, room).some((item) => isAboutTheFair(item, names))) this.fair.want(SPREAD_MS);
  }

  private async refreshTop(): Promise<void> {
    await this.refresh(async () => ({ top: (await readTopJobs(this.id, this.organizer?.token)).items }));
    if (this.organizer !== null) await this.refresh(() => this.readFlags(this.organizer?.token));
  }

  private async readFlags(token: string | undefined): Promise<Partial<WallState>> {
    const { items } = await readJobs(this.id, { flagged: "true", state: "open", limit: "100" }, token);
    return { flags: new Map(items.map(({ id, flags = [] }) => [id, flags])) };
  }

  private async refreshFair(): Promise<void> {
    await this.refresh(async () => named(await readFair(this.id)));
  }

  private async refreshTimeline(): Promise<void> {
    await this.refresh(async () => {
      const { items } = await readTimeline(this.id);
      const now = Date.now() / 1000;
      const points = merge(fromTimeline(items, now), this.state.points);
      const { known, counters } = this.state.room; // the newest there is: the history may be a moment older
      return { points: known ? withLive(points, counters, now) : points };
    });
  }

  /** A read beside the live room may fail: what is shown stays, and the next reason asks again. */
  private async refresh(read: () => Promise<Partial<WallState>>): Promise<void> {
    try {
      this.set(await read());
    } catch (error) {
      console.warn("livefair: a read failed, shown as it was", error);
    }
  }

  private set(changes: Partial<WallState>): void {
    this.state = { ...this.state, ...changes };
    this.onChange();
  }
}

function named(fair: Fair): Pick<WallState, "fair" | "names"> {
  return { fair, names: new Map((fair.booths ?? []).map(({ org, name }) => [org, name])) };
}

function counted(before: WallState, room: Room): readonly Point[] {
  if (!room.known || room.counters === before.room.counters) return before.points;
  return withLive(before.points, room.counters, Date.now() / 1000);
}

function isAboutTheFair({ event, data }: Item, names: ReadonlyMap<string, string>): boolean {
  if (ABOUT_THE_FAIR.test(event)) return true;
  return event === "JobPublished" && data.enterprise === undefined && !names.has(String(data.org));
}
