/**
 * What an organizer's desk shows, and where it comes from: the fair's room live, and fair's reads around it.
 *
 * Owns the page's reads, writes, socket and timers. Draws nothing: the page asks `state` after each `onChange`.
 */
import * as api from "../api";
import { download } from "../http";
import { Live, liveUrl, type Status } from "../live";
import { newItems } from "../news";
import { quietly } from "../quietly";
import { emptyRoom, type Room } from "../room";
import type { Person } from "../session";
import { Throttle } from "../throttle";
import { Writes } from "../writes";
import type { FairStep } from "./lifecycle";

export interface OrganizerState {
  readonly phase: "loading" | "ready" | "unknown" | "failed";
  readonly error: unknown;
  readonly fair: api.Fair | null;
  readonly flagged: readonly api.Job[];
  readonly jobs: readonly api.Job[];
  readonly sessions: readonly api.Session[];
  readonly room: Room;
  readonly status: Status;
  readonly heardAt: number | null;
}

/** What an import answers. */
export interface Imported {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected_count: number;
  readonly rejected: readonly { readonly row: number; readonly field: string | null; readonly reason: string }[];
  readonly receipt: api.Receipt | null;
}

const READ_MS = 1_500;
/** A request for a booth is told to nobody but the organizer who asks for it. */
const LOOK_MS = 5_000;

export class Organizer {
  state: OrganizerState;
  private writes: Writes | null = null;
  private live: Live | null = null;
  private after: string | null = null;
  private timer: ReturnType<typeof setInterval> | undefined;
  private readonly all = new Throttle(() => quietly(() => this.readAll()), READ_MS);

  constructor(readonly person: Person, readonly id: string, private readonly onChange: () => void) {
    const nothing = { fair: null, flagged: [], jobs: [], sessions: [] };
    const room = emptyRoom(`fair:${id}`);
    this.state = { phase: "loading", error: null, ...nothing, room, status: { kind: "connecting" }, heardAt: null };
  }

  async start(): Promise<void> {
    this.set({ phase: "loading", error: null });
    try {
      const config = await api.readConfig();
      this.writes = new Writes(config.ingest, this.person.token);
      await this.readAll();
      this.set({ phase: "ready" });
      this.live = new Live({
        ...{ url: liveUrl(config.live, location), token: this.person.token, rooms: [this.state.room.name] },
        onChange: () => this.heard(),
      });
      this.live.start();
      this.timer = setInterval(() => void (document.visibilityState === "visible" && this.all.want()), LOOK_MS);
    } catch (error) {
      this.set({ phase: error instanceof api.Refused && error.isUnknown ? "unknown" : "failed", error });
    }
  }

  stop(): void {
    clearInterval(this.timer);
    this.all.stop();
    this.live?.stop();
  }

  wake(): void {
    this.live?.wake();
    if (this.state.phase === "failed") void this.start();
  }

  async move(step: FairStep): Promise<void> {
    await this.write("POST", `/fairs/${this.id}/${step}`);
    await this.readAll();
  }

  /** Each is decided by itself. Returns how many were not possible. */
  async judge(orgs: readonly string[], step: "approve" | "refuse", reason?: string): Promise<number> {
    return this.many(`/fairs/${this.id}/booths/${step}`, { orgs, ...(reason === undefined ? {} : { reason }) });
  }

  async closeJobs(jobs: readonly string[], reason: string): Promise<number> {
    return this.many(`/fairs/${this.id}/jobs/close`, { jobs, ...(reason === "" ? {} : { reason }) });
  }

  async plan(fields: Readonly<Record<string, unknown>>): Promise<void> {
    await this.write("POST", `/fairs/${this.id}/sessions`, fields);
    await this.readAll();
  }

  /** Change the plan of a session that has not begun. */
  async amendSession(session: string, changes: Readonly<Record<string, unknown>>): Promise<void> {
    await this.write("PATCH", `/sessions/${session}`, changes);
    await this.readAll();
  }

  /** A file of the fair's own, which needs the token that a link cannot carry. */
  async file(path: string, lang: string): Promise<{ readonly file: Blob; readonly name: string | null }> {
    return download(api.address(`/v1/fairs/${this.id}/${path}`, { lang }), this.person.token);
  }

  async importJobs(file: File, isTrial: boolean): Promise<Imported> {
    if (this.writes === null) throw new Error("not ready");
    const form = new FormData();
    form.append("file", file);
    const path = `/fairs/${this.id}/jobs/import${isTrial ? "?dry_run=true" : ""}`;
    const account = await this.writes.upload<Imported>(path, form);
    this.after = account.receipt?.position ?? this.after;
    if (!isTrial) await this.readAll();
    return account;
  }

  private async many(path: string, body: object): Promise<number> {
    if (this.writes === null) return 0;
    const { event_id, receipt } = await this.writes.send("POST", path, body);
    this.after = receipt.position;
    const [told] = await Promise.all([api.readOutcomes(event_id, this.person.token, receipt.position), this.readAll()]);
    return told.outcomes.refused ?? 0;
  }

  private async write(method: string, path: string, body?: object): Promise<void> {
    if (this.writes === null) throw new Error("not ready");
    this.after = (await this.writes.settle(method, path, body)).receipt.position;
  }

  private heard(): void {
    if (this.live === null) return;
    const before = this.state.room;
    const room = this.live.rooms.get(before.name) ?? before;
    this.set({ room, status: this.live.status, heardAt: this.live.heardAt });
    if (newItems(before, room).length === 0) return;
    this.after = room.decided ?? this.after;
    this.all.want();
  }

  private async readAll(): Promise<void> {
    const { id, after } = this;
    const { token } = this.person;
    const [fair, flagged, jobs, sessions] = await Promise.all([
      api.readFair(id, token, after),
      api.readJobs(id, { flagged: "true", limit: "100", after }, token),
      api.readJobs(id, { state: "open", limit: "100", after }, token),
      api.readSessions(id, token, after),
    ]);
    this.set({ fair, flagged: flagged.items, jobs: jobs.items, sessions: sessions.items });
  }

  private set(changes: Partial<OrganizerState>): void {
    this.state = { ...this.state, ...changes };
    this.onChange();
  }
}
