/**
 * What an enterprise's desk shows, and where it comes from: the room of the enterprise live, and fair's reads around it.
 *
 * Owns the page's reads, writes, socket and timers. Draws nothing: the page asks `state` after each `onChange`.
 */
import * as api from "../api";
import { Live, liveUrl, type Status } from "../live";
import { newItems } from "../news";
import { quietly } from "../quietly";
import { emptyRoom, type Item, type Room } from "../room";
import type { Person } from "../session";
import { Throttle } from "../throttle";
import { told } from "../told";
import { Writes } from "../writes";
import { arrived } from "./arrivals";
import type { StepName } from "./steps";

export interface DeskState {
  readonly phase: "loading" | "ready" | "unknown" | "failed";
  readonly error: unknown;
  readonly fair: api.Fair | null;
  readonly jobs: readonly api.Job[];
  readonly sessions: readonly api.Session[];
  /** Which job's applicants are looked at. */
  readonly job: string | null;
  readonly applicants: readonly api.Application[];
  readonly ranking: readonly string[];
  /** Opened resumes by application. */
  readonly resumes: ReadonlyMap<string, api.Resume>;
  /** Applications that came while the page was open. */
  readonly fresh: ReadonlySet<string>;
  readonly room: Room;
  readonly status: Status;
  readonly heardAt: number | null;
}

const [JOBS_MS, LIST_MS, FAIR_MS] = [1_500, 2_000, 1_000];
/** A desk works through its queue from the front: so many applicants of one job are read. */
export const APPLICANTS_MAX = 500;
const BULK_MAX = 1_000;

export class Desk {
  state: DeskState;
  private writes: Writes | null = null;
  private live: Live | null = null;
  private after: string | null = null;
  private readonly fair = new Throttle(() => quietly(() => this.readFair()), FAIR_MS);
  private readonly jobs = new Throttle(() => quietly(() => this.readJobs()), JOBS_MS);
  private readonly list = new Throttle(() => quietly(() => this.readApplicants()), LIST_MS);

  constructor(readonly person: Person, readonly id: string, private readonly onChange: () => void) {
    const nothing = { fair: null, jobs: [], sessions: [], job: null, applicants: [], ranking: [], resumes: new Map(), fresh: new Set<string>() };
    const room = emptyRoom(`enterprise:${person.org ?? ""}`);
    this.state = { phase: "loading", error: null, ...nothing, room, status: { kind: "connecting" }, heardAt: null };
  }

  get booth(): api.Booth | null {
    return this.state.fair?.booths?.find(({ org }) => org === this.person.org) ?? null;
  }

  async start(): Promise<void> {
    this.set({ phase: "loading", error: null });
    try {
      const config = await api.readConfig();
      this.writes = new Writes(config.ingest, this.person.token);
      await Promise.all([this.readFair(), this.readJobs(), this.readSessions()]);
      this.set({ phase: "ready" });
      this.live = new Live({
        ...{ url: liveUrl(config.live, location), token: this.person.token, rooms: [this.state.room.name] },
        onChange: () => this.heard(),
      });
      this.live.start();
    } catch (error) {
      this.set({ phase: error instanceof api.Refused && error.isUnknown ? "unknown" : "failed", error });
    }
  }

  stop(): void {
    for (const read of [this.fair, this.jobs, this.list]) read.stop();
    this.live?.stop();
  }

  wake(): void {
    this.live?.wake();
    if (this.state.phase === "failed") void this.start();
  }

  choose(job: string): void {
    if (this.state.job === job) return;
    this.set({ job, applicants: [], ranking: [], fresh: new Set() });
    void quietly(async () => {
      await Promise.all([this.readApplicants(), this.readRanking()]);
    });
  }

  async requestBooth(fields: Readonly<Record<string, unknown>>): Promise<void> {
    await this.write("POST", `/fairs/${this.id}/booths`, fields);
    await this.readFair();
  }

  /** Returns the job as it then stands, with what its ad is flagged for. */
  async publish(fields: Readonly<Record<string, unknown>>): Promise<void> {
    const { id } = await this.write("POST", `/fairs/${this.id}/jobs`, fields);
    await this.readJobs();
    this.choose(id);
  }

  async amend(job: string, changes: Readonly<Record<string, unknown>>): Promise<void> {
    await this.write("PATCH", `/jobs/${job}`, changes);
    await this.readJobs();
  }

  async plan(fields: Readonly<Record<string, unknown>>): Promise<void> {
    await this.write("POST", `/fairs/${this.id}/sessions`, fields);
    await this.readSessions();
  }

  /** Change the plan of a session that has not begun. */
  async amendSession(session: string, changes: Readonly<Record<string, unknown>>): Promise<void> {
    await this.write("PATCH", `/sessions/${session}`, changes);
    await this.readSessions();
  }

  async closeJob(job: string): Promise<void> {
    await this.write("POST", `/jobs/${job}/close`);
    await this.readJobs();
  }

  async step(application: string, step: StepName, body?: object): Promise<void> {
    await this.write("POST", `/jobs/${this.state.job}/applications/${application}/${step}`, body);
    await Promise.all([this.readApplicants(), this.readJobs()]);
  }

  /** The same with several at once; each is decided by itself. Returns how many were not possible. */
  async steps(applications: readonly string[], step: StepName, body: object = {}): Promise<number> {
    if (this.writes === null) return 0;
    const path = `/jobs/${this.state.job}/applications/${step}`;
    const named = { ...body, applications: applications.slice(0, BULK_MAX) };
    const { event_id, receipt } = await this.writes.send("POST", path, named);
    this.after = receipt.position;
    const [told] = await Promise.all([api.readOutcomes(event_id, this.person.token, this.after), this.readApplicants(), this.readJobs()]);
    return told.outcomes.refused ?? 0;
  }

  /** Shown at once, and taken back where it is refused. */
  async rank(applications: readonly string[]): Promise<void> {
    const before = this.state.ranking;
    this.set({ ranking: applications });
    try {
      await this.write("PUT", `/jobs/${this.state.job}/ranking`, { applications });
    } catch (error) {
      this.set({ ranking: before });
      throw error;
    }
  }

  /** Its student is told that it was opened. */
  async openResume(application: string): Promise<void> {
    const { job, resumes } = this.state;
    if (job === null) return;
    const resume = await api.readResume(job, application, this.person.token);
    this.set({ resumes: new Map([...resumes, [application, resume]]) });
    const one = this.state.applicants.find(({ id }) => id === application);
    if (one?.state === "submitted") await this.step(application, "view");
  }

  private async write(method: string, path: string, body?: object): Promise<{ readonly id: string }> {
    if (this.writes === null) throw new Error("not ready");
    const accepted = await this.writes.settle(method, path, body);
    this.after = accepted.receipt.position;
    return accepted;
  }

  private heard(): void {
    if (this.live === null) return;
    const before = this.state;
    const room = this.live.rooms.get(before.room.name) ?? before.room;
    const news = newItems(before.room, room).filter(({ data }) => data.fair === this.id);
    const mine = news.filter(({ data }) => data.job === before.job);
    const arriving = before.room.known ? mine : []; // what a first snapshot tells is old, and is read
    const { applicants, fresh } = arrived(before.applicants, before.fresh, arriving);
    this.set({ room, status: this.live.status, heardAt: this.live.heardAt, applicants: told(applicants, arriving), fresh });
    if (news.length > 0) this.after = room.decided;
    this.readAgain(news, mine);
  }

  private readAgain(news: readonly Item[], mine: readonly Item[]): void {
    if (news.some(({ event }) => event.startsWith("Booth"))) this.fair.want();
    if (news.some(({ event }) => !event.startsWith("Booth"))) this.jobs.want();
    if (mine.length > 0) this.list.want();
  }

  private async readFair(): Promise<void> {
    this.set({ fair: await api.readFair(this.id, this.person.token, this.after) });
  }

  private async readJobs(): Promise<void> {
    const query = { org: this.person.org, limit: "100", after: this.after };
    const { items } = await api.readJobs(this.id, query, this.person.token);
    this.set({ jobs: items });
  }

  /** Its own: it is their host. */
  private async readSessions(): Promise<void> {
    const { items } = await api.readSessions(this.id, this.person.token, this.after);
    this.set({ sessions: items.filter(({ org, host }) => host === "enterprise" && org === this.person.org) });
  }

  private async readApplicants(): Promise<void> {
    const { job } = this.state;
    if (job === null) return;
    const found: api.Application[] = [];
    let cursor: string | null = null;
    do {
      const query = { limit: "100", cursor, after: this.after };
      const page: api.Page<api.Application> = await api.readApplications(job, this.person.token, query);
      found.push(...page.items);
      cursor = page.next_cursor ?? null;
    } while (cursor !== null && found.length < APPLICANTS_MAX);
    if (this.state.job === job) this.set({ applicants: found });
  }

  private async readRanking(): Promise<void> {
    const { job } = this.state;
    if (job === null) return;
    const { applications } = await api.readRanking(job, this.person.token, this.after);
    if (this.state.job === job) this.set({ ranking: applications });
  }

  private set(changes: Partial<DeskState>): void {
    this.state = { ...this.state, ...changes };
    this.onChange();
  }
}
