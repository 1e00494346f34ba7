/**
 * What an organizer's desk shows, and where it comes from: the fair's room live, and fair's reads around it.
 *
 * Owns the page's reads, writes, socket and timers. Draws nothing: the page asks `state` after each `onChange`.
 */

import type { Person } from "../signed_in";
import { type FairApplication, listApplications, type Receipt } from "../wire/api/applications";
import { address } from "../wire/api/asking";
import { type Booth, listBooths } from "../wire/api/booths";
import { readConfig } from "../wire/api/config";
import { type Fair, readFair } from "../wire/api/fairs";
import { type Job, listJobs, readJobs } from "../wire/api/jobs";
import { readOutcomes } from "../wire/api/outcomes";
import { type ClosingRound, readClosingRound, tryClosingRound } from "../wire/api/rounds";
import { readSessions, type Session } from "../wire/api/sessions";
import { download, Refused } from "../wire/http";
import { Live, liveUrl, type Status } from "../wire/live";
import { newItems } from "../wire/news";
import { quietly } from "../wire/quietly";
import { emptyRoom, type Room } from "../wire/room";
import { Throttle } from "../wire/throttle";
import { Writes } from "../wire/writes";
import { Figures } from "./figures";
import type { FairStep } from "./lifecycle";
import { Listing } from "./listing";

export const TABS = ["booths", "jobs", "applications", "round", "figures", "more"] as const;
export type Tab = (typeof TABS)[number];

export interface OrganizerState {
  readonly phase: "loading" | "ready" | "unknown" | "failed";
  readonly error: unknown;
  readonly tab: Tab;
  readonly fair: Fair | null;
  /** How many open jobs are flagged. */
  readonly flagged: number;
  /** The newest closing round; null where none was held. */
  readonly round: ClosingRound | null;
  /** What can be shown in a session. */
  readonly jobs: readonly Job[];
  readonly sessions: readonly Session[];
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
  readonly receipt: Receipt | null;
}

const READ_MS = 1_500;
/** A request for a booth is told to nobody but the organizer who asks for it, and so is an application. */
const LOOK_MS = 5_000;

export class Organizer {
  state: OrganizerState;
  readonly booths: Listing<Booth>;
  readonly jobs: Listing<Job>;
  readonly applications: Listing<FairApplication>;
  readonly figures: Figures;
  private writes: Writes | null = null;
  private live: Live | null = null;
  private after: string | null = null;
  private timer: ReturnType<typeof setInterval> | undefined;
  private readonly all = new Throttle(() => quietly(() => this.readAll()), READ_MS);

  constructor(
    readonly person: Person,
    readonly id: string,
    private readonly onChange: () => void,
  ) {
    const { token } = person;
    this.booths = new Listing((asked) => listBooths(id, asked, token), { state: "requested" }, onChange);
    this.jobs = new Listing((asked) => listJobs(id, asked, token), { state: "open" }, onChange);
    this.applications = new Listing((asked) => listApplications(id, asked, token), {}, onChange);
    this.figures = new Figures(id, token, onChange);
    const nothing = { tab: "booths", fair: null, flagged: 0, round: null, jobs: [], sessions: [] } as const;
    const room = emptyRoom(`fair:${id}`);
    this.state = { phase: "loading", error: null, ...nothing, room, status: { kind: "connecting" }, heardAt: null };
  }

  async start(): Promise<void> {
    this.set({ phase: "loading", error: null });
    try {
      const config = await readConfig();
      this.writes = new Writes(config.ingest, this.person.token);
      await this.readAll();
      this.set({ phase: "ready" });
      if (!this.isOwn) return;
      this.live = new Live({
        ...{ url: liveUrl(config.live, location), token: this.person.token, rooms: [this.state.room.name] },
        onChange: () => this.heard(),
      });
      this.live.start();
      this.timer = setInterval(() => void (document.visibilityState === "visible" && this.all.want()), LOOK_MS);
    } catch (error) {
      this.set({ phase: error instanceof Refused && error.isUnknown ? "unknown" : "failed", error });
    }
  }

  stop(): void {
    clearInterval(this.timer);
    this.all.stop();
    for (const list of [this.booths, this.jobs, this.applications]) list.stop();
    this.live?.stop();
  }

  /** Whether it is this organizer's fair. */
  get isOwn(): boolean {
    return this.state.fair?.org === this.person.org;
  }

  look(tab: Tab): void {
    this.set({ tab });
    this.wantList();
    if (tab === "figures") this.figures.want();
  }

  /** The applications to one job, or to all of an enterprise. */
  lookAt(narrowed: { readonly job: string; readonly org: null } | { readonly org: string; readonly job: null }): void {
    this.applications.filter({ state: null, q: null, degree: null, region: null, ...narrowed });
    this.look("applications");
  }

  wake(): void {
    this.live?.wake();
    if (this.state.phase === "failed") void this.start();
  }

  async move(step: FairStep, more?: Readonly<Record<string, string>>): Promise<void> {
    await this.write("POST", `/fairs/${this.id}/${step}`, more);
    await this.readAll();
  }

  async amend(changes: Readonly<Record<string, string | null>>): Promise<void> {
    await this.write("PATCH", `/fairs/${this.id}`, changes);
    await this.readAll();
  }

  /** What a closing round would come to now. */
  async tryRound(): Promise<ClosingRound> {
    return tryClosingRound(this.id, this.person.token, this.after);
  }

  async holdRound(): Promise<void> {
    await this.write("POST", `/fairs/${this.id}/closing-round`);
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
    return download(address(`/v1/fairs/${this.id}/${path}`, { lang }), this.person.token);
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
    const [told] = await Promise.all([readOutcomes(event_id, this.person.token, receipt.position), this.readAll()]);
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

  /** The list that is looked at; the others are read when they are. */
  private wantList(): void {
    const { tab } = this.state;
    if (tab === "booths" || tab === "jobs" || tab === "applications") this[tab].want(this.after);
  }

  private async readAll(): Promise<void> {
    const { id, after } = this;
    const { token } = this.person;
    this.set({ fair: await readFair(id, token, after) });
    if (!this.isOwn) return;
    this.wantList();
    const [flagged, jobs, sessions, round] = await Promise.all([
      listJobs(id, { flagged: "true", state: "open", limit: "1", after }, token),
      readJobs(id, { state: "open", limit: "100", after }, token),
      readSessions(id, token, after),
      readClosingRound(id, token, after),
    ]);
    this.set({ flagged: flagged.counts?.open ?? 0, jobs: jobs.items, sessions: sessions.items, round });
  }

  private set(changes: Partial<OrganizerState>): void {
    this.state = { ...this.state, ...changes };
    this.onChange();
  }
}
