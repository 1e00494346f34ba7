/**
 * The model of an organizer's desk: the fair's room live, and reads from fair.
 *
 * Owns the page's reads, writes, socket and timers. Draws nothing: views read `state` after each `onChange`.
 */

import { type Followed, Following, notConnected } from "../page/following";
import { OwnWrites } from "../page/own_writes";
import type { Person } from "../signed_in";
import { type FairApplication, listApplications } from "../wire/api/applications";
import { address, marked, pagesOf } from "../wire/api/asking";
import { type Booth, listBooths } from "../wire/api/booths";
import type { Config } from "../wire/api/config";
import { type Fair, readCounters, readFair } from "../wire/api/fairs";
import { type Job, listJobs, readJobs, searched } from "../wire/api/jobs";
import { type ClosingRound, readClosingRound, tryClosingRound } from "../wire/api/rounds";
import { readSessions, type Session } from "../wire/api/sessions";
import { download } from "../wire/http";
import type { Item, Room } from "../wire/room";
import { Figures } from "./figures";
import type { FairStep } from "./lifecycle";
import { Listing } from "./listing";

export const TABS = ["booths", "jobs", "applications", "round", "figures", "more"] as const;
export type Tab = (typeof TABS)[number];

export interface OrganizerState extends Followed {
  readonly tab: Tab;
  readonly fair: Fair | null;
  /** How many open jobs are flagged. */
  readonly flagged: number;
  /** The newest closing round; null where none was held. */
  readonly round: ClosingRound | null;
  /** Jobs that can be added to a session. */
  readonly jobs: readonly Job[];
  readonly sessions: readonly Session[];
}

const READ_MS = 1_500;
/** New booth requests and applications are in no room an organizer follows, so the page polls this often. */
const LOOK_MS = 5_000;

export class Organizer extends Following<OrganizerState> {
  readonly booths: Listing<Booth>;
  readonly jobs: Listing<Job>;
  readonly applications: Listing<FairApplication>;
  readonly figures: Figures;
  readonly writes: OwnWrites;
  private readonly all = this.throttled(() => this.readAll(), READ_MS);

  constructor(
    readonly person: Person,
    readonly id: string,
    onChange: () => void,
  ) {
    const nothing = { tab: "booths", fair: null, flagged: 0, round: null, jobs: [], sessions: [] } as const;
    super({ ...notConnected(`fair:${id}`), ...nothing }, onChange);
    const { token } = person;
    this.writes = new OwnWrites(token);
    this.booths = new Listing(
      (asked) => listBooths(id, marked(asked), token),
      { state: "requested" },
      ({ org }) => org,
      onChange,
    );
    this.jobs = new Listing(
      (asked) => listJobs(id, searched(asked), token),
      { state: "open" },
      ({ id: job }) => job,
      onChange,
    );
    this.applications = new Listing(
      (asked) => listApplications(id, marked(asked), token),
      {},
      ({ id: one }) => one,
      onChange,
    );
    this.figures = new Figures(id, token, onChange);
  }

  protected override async begin(config: Promise<Config>): Promise<void> {
    this.writes.open((await config).ingest);
    await this.readAll();
  }

  protected override isOver(): boolean {
    return this.state.fair?.state === "archived";
  }

  protected override readWhetherOver(): Promise<void> {
    return this.readAll();
  }

  protected override async lastRoom(): Promise<Partial<Room>> {
    const { counters } = await readCounters(this.id, this.token);
    return { counters };
  }

  protected override get token(): string {
    return this.person.token;
  }

  /** The fair of another organizer is shown but not followed. */
  protected override follow(url: string): void {
    if (!this.isOwn) return;
    super.follow(url);
    this.everySeen(LOOK_MS, () => this.all.want());
  }

  override stop(): void {
    super.stop();
    for (const list of [this.booths, this.jobs, this.applications]) list.stop();
  }

  /** Whether it is this organizer's fair. */
  get isOwn(): boolean {
    return this.state.fair?.org === this.person.org;
  }

  look(tab: Tab): void {
    this.set({ tab });
    this.wantList();
    if (tab === "figures") this.figures.want();
    if (tab === "more") this.all.want();
  }

  /** The applications to one job, or to all of an enterprise. */
  lookAt(narrowed: { readonly job: string; readonly org: null } | { readonly org: string; readonly job: null }): void {
    this.applications.filter({ state: null, q: null, degree: null, region: null, ...narrowed });
    this.look("applications");
  }

  async move(step: FairStep, more?: Readonly<Record<string, string>>): Promise<void> {
    await this.write("POST", `/fairs/${this.id}/${step}`, more);
    await this.readAll();
  }

  async amend(changes: Readonly<Record<string, string | null>>): Promise<void> {
    await this.write("PATCH", `/fairs/${this.id}`, changes);
    await this.readAll();
  }

  /** The result that a closing round would have now. */
  async tryRound(): Promise<ClosingRound> {
    return tryClosingRound(this.id, this.person.token, this.writes.after);
  }

  async holdRound(): Promise<void> {
    await this.write("POST", `/fairs/${this.id}/closing-round`);
    await this.readAll();
  }

  /** Each has its own outcome. Returns how many were refused. */
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

  /** Edits the plan of a session that has not started. */
  async amendSession(session: string, changes: Readonly<Record<string, unknown>>): Promise<void> {
    await this.write("PATCH", `/sessions/${session}`, changes);
    await this.readAll();
  }

  /** Downloads a file of the fair; a link could not carry the token. */
  async file(path: string, lang: string): Promise<{ readonly file: Blob; readonly name: string | null }> {
    return download(address(`/v1/fairs/${this.id}/${path}`, { lang }), this.person.token);
  }

  /** Something else has changed the fair, as an import has. */
  wantAll(): void {
    this.all.want();
  }

  private async many(path: string, body: object): Promise<number> {
    const refused = await this.writes.bulk(path, body);
    await this.readAll();
    return refused;
  }

  private async write(method: string, path: string, body?: object): Promise<void> {
    await this.writes.write(method, path, body);
  }

  protected override onNews(news: readonly Item[]): void {
    if (news.length === 0) return;
    this.writes.sawUpTo(this.state.room.decided);
    this.all.want();
  }

  /** Reads the list of the open tab; the others are read when they are opened. */
  private wantList(): void {
    const { tab } = this.state;
    if (tab === "booths" || tab === "jobs" || tab === "applications") this[tab].want(this.writes.after);
  }

  private async readAll(): Promise<void> {
    const { id, token } = this;
    const { after } = this.writes;
    this.set({ fair: await readFair(id, token, after) });
    if (!this.isOwn) return;
    this.wantList();
    const [flagged, sessions, round] = await Promise.all([
      listJobs(id, { flagged: "true", state: "open", limit: "1", after }, token),
      pagesOf((cursor) => readSessions(id, token, after, cursor)),
      readClosingRound(id, token, after),
    ]);
    this.set({ flagged: flagged.counts?.open ?? 0, sessions: sessions.items, round });
    if (this.state.tab === "more") await this.readOpenJobs(after);
  }

  /** Those that can be added to a session; only the tab with the sessions needs them. */
  private async readOpenJobs(after: string | null): Promise<void> {
    const read = (cursor: string | null) =>
      readJobs(this.id, { state: "open", limit: "100", after, cursor }, this.token);
    this.set({ jobs: (await pagesOf(read)).items });
  }
}
