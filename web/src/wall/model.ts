/**
 * The model of the wall: one fair's room live, and reads from fair.
 *
 * Owns every request and timer of the wall. Draws nothing: views read `state` after each `onChange`.
 */

import { type Followed, Following, notConnected } from "../page/following";
import { type Person, remembered } from "../signed_in";
import { pagesOf } from "../wire/api/asking";
import type { Config } from "../wire/api/config";
import { type Fair, readCounters, readFair, readTimeline } from "../wire/api/fairs";
import { type Job, readJobs, readTopJobs } from "../wire/api/jobs";
import { backoffMs } from "../wire/backoff";
import { clock } from "../wire/clock";
import { Refused } from "../wire/http";
import type { Status } from "../wire/live";
import { quietly } from "../wire/quietly";
import type { Item, Room } from "../wire/room";
import { SPREAD_MS } from "../wire/throttle";
import type { Flag } from "../wire/writes";
import { fromTimeline, merge, type Point, withLive } from "./series";

export interface WallState extends Followed {
  readonly fair: Fair | null;
  /** Names of enterprises by their `org`. */
  readonly names: ReadonlyMap<string, string>;
  readonly top: readonly Job[];
  /** Flags of ads by job; only for the organizer of the fair, empty for everybody else. */
  readonly flags: ReadonlyMap<string, readonly Flag[]>;
  readonly points: readonly Point[];
}

/** How often the reads around the live room may be repeated. Ms. */
const TOP_MS = 5_000;
const FAIR_MS = 2_000;
const TIMELINE_MS = 10_000;
const UNKNOWN_MS = 5_000;

/** Items about the fair and its enterprises; its sessions are not on the wall. */
const ABOUT_THE_FAIR = /^(Fair(?!Session)|BoothApproved)/;

export class Wall extends Following<WallState> {
  private attempt = 0;
  private organizer: Person | null = null;
  private readonly top = this.throttled(() => this.readTop(), TOP_MS);
  private readonly fair = this.throttled(() => this.readFair(), FAIR_MS);
  private readonly timeline = this.throttled(() => this.readTimeline(), TIMELINE_MS);

  constructor(
    private readonly id: string,
    onChange: () => void,
  ) {
    const nothing = { fair: null, names: new Map(), top: [], flags: new Map(), points: [] };
    super({ ...notConnected(`fair:${id}`), ...nothing }, onChange);
  }

  override wake(): void {
    if (this.live !== null) this.live.wake();
    else if (this.state.status.kind !== "over") void this.start();
  }

  /** It retries automatically and keeps what it shows meanwhile. */
  protected override opening(): void {}

  protected override async begin(config: Promise<Config>): Promise<void> {
    const [, fair] = await Promise.all([config, readFair(this.id)]);
    this.set(named(fair));
    const person = remembered();
    this.organizer = person?.role === "organizer" && person.org === fair.org ? person : null;
  }

  protected override isOver(): boolean {
    return this.state.fair?.state === "archived";
  }

  protected override readWhetherOver(): Promise<void> {
    return this.readFair();
  }

  protected override async lastRoom(): Promise<Partial<Room>> {
    const { counters } = await readCounters(this.id);
    return { counters };
  }

  protected override failed(error: unknown): void {
    const isUnknown = error instanceof Refused && error.isUnknown;
    const wait = isUnknown ? UNKNOWN_MS : backoffMs(this.attempt++, Math.random);
    const status: Status = { kind: navigator.onLine ? "waiting" : "offline", until: clock.now() + wait };
    this.set(isUnknown ? { phase: "unknown" } : { status });
    this.startLater(wait);
  }

  /** Without a token: a wall is public. */
  protected override follow(url: string): void {
    super.follow(url);
    for (const read of [this.timeline, this.top]) read.want();
  }

  protected override onNews(news: readonly Item[], before: WallState): void {
    this.set({ points: counted(before, this.state.room) });
    this.readAgain(news, before);
  }

  /** Reads again what the room reports as changed. */
  private readAgain(news: readonly Item[], before: WallState): void {
    const { room, status, names } = this.state;
    const isBack = status.kind === "live" && before.status.kind !== "live";
    if (isBack && before.room.known) for (const read of [this.timeline, this.top, this.fair]) read.want(SPREAD_MS);
    const { applications, jobs } = room.counters;
    if (applications !== before.room.counters.applications || jobs !== before.room.counters.jobs)
      this.top.want(SPREAD_MS);
    if (news.some((item) => isAboutTheFair(item, names))) this.fair.want(SPREAD_MS);
  }

  private async readTop(): Promise<void> {
    await quietly(async () => this.set({ top: (await readTopJobs(this.id, this.organizer?.token)).items }));
    if (this.organizer !== null) await this.readFlags(this.organizer.token);
  }

  private async readFlags(token: string): Promise<void> {
    const read = (cursor: string | null) =>
      readJobs(this.id, { flagged: "true", state: "open", limit: "100", cursor }, token);
    const { items } = await pagesOf(read);
    this.set({ flags: new Map(items.map(({ id, flags = [] }) => [id, flags])) });
  }

  protected override get readsWith(): string | undefined {
    return this.organizer?.token;
  }

  /** The wall is public: it goes on without the flags of ads. */
  protected override signedOut(): void {
    this.organizer = null;
    this.set({ flags: new Map() });
    this.top.want();
  }

  private async readFair(): Promise<void> {
    this.set(named(await readFair(this.id)));
  }

  private async readTimeline(): Promise<void> {
    const { items } = await readTimeline(this.id);
    const now = clock.now() / 1000;
    const points = merge(fromTimeline(items, now), this.state.points);
    const { known, counters } = this.state.room; // the latest numbers: the history may be a moment older
    this.set({ points: known ? withLive(points, counters, now) : points });
  }
}

function named(fair: Fair): Pick<WallState, "fair" | "names"> {
  return { fair, names: new Map((fair.booths ?? []).map(({ org, name }) => [org, name])) };
}

function counted(before: WallState, room: Room): readonly Point[] {
  if (!room.known || room.counters === before.room.counters) return before.points;
  return withLive(before.points, room.counters, clock.now() / 1000);
}

function isAboutTheFair({ event, data }: Item, names: ReadonlyMap<string, string>): boolean {
  if (ABOUT_THE_FAIR.test(event)) return true;
  return event === "JobPublished" && data.enterprise === undefined && !names.has(String(data.org));
}
