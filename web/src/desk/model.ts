/**
 * The model of an enterprise's desk: the room of the enterprise live, and reads from fair.
 *
 * Owns the reads and writes of the booth and its jobs; its parts own theirs. Draws nothing: views read `state` after each
 * `onChange`.
 */

import { type Followed, Following, notConnected } from "../page/following";
import type { Person } from "../signed_in";
import { LISTED_MAX, pagesOf } from "../wire/api/asking";
import type { Booth } from "../wire/api/booths";
import type { Config } from "../wire/api/config";
import { type Fair, readFair } from "../wire/api/fairs";
import { type Job, readJobs } from "../wire/api/jobs";
import { readSessions, type Session } from "../wire/api/sessions";
import { readOwnStaffing, type Staffing } from "../wire/api/staff";
import { emptyRoom, type Item } from "../wire/room";
import { actingFor } from "./acting";
import { Crew } from "./crew";
import { Office } from "./office";
import { Queue } from "./queue";
import { Seeking } from "./seeking";

export interface DeskState extends Followed {
  readonly fair: Fair | null;
  /** The staff membership of this person in this fair, if any. */
  readonly staffing: Staffing | null;
  readonly jobs: readonly Job[];
  /** Whether there are more jobs than were read. */
  readonly hasMoreJobs: boolean;
  readonly sessions: readonly Session[];
}

const [JOBS_MS, LIST_MS, FAIR_MS] = [1_500, 2_000, 1_000];
/** Staff who joined with a link cannot join the room of the enterprise; they poll this often. */
const CALM_MS = 10_000;
const ME = "me";

export class Desk extends Following<DeskState> {
  readonly queue: Queue;
  readonly crew: Crew;
  readonly seeking: Seeking;
  readonly office: Office;
  private mostJobs = LISTED_MAX;
  private readonly fair = this.throttled(() => this.readFair(), FAIR_MS);
  private readonly jobs = this.throttled(() => this.readJobs(), JOBS_MS);
  private readonly list = this.throttled(() => this.queue.read(), LIST_MS);
  private readonly rounds = this.throttled(() => this.queue.readRounds(), LIST_MS);
  private readonly staff = this.throttled(() => this.readStaff(), LIST_MS);
  private readonly asked = this.throttled(() => this.seeking.readApproaches(), LIST_MS);

  constructor(
    readonly person: Person,
    readonly id: string,
    onChange: () => void,
  ) {
    const lists = { jobs: [], hasMoreJobs: false, sessions: [] };
    super({ ...notConnected(ME), fair: null, staffing: null, ...lists }, onChange);
    this.office = new Office(person, id);
    this.queue = new Queue(this.office, onChange);
    this.crew = new Crew(this.office, () => this.org, onChange);
    this.seeking = new Seeking(this.office, onChange);
  }

  /** Jobs have changed by something else than this model, as by an import. */
  wantJobs(): void {
    this.jobs.want();
  }

  /** The enterprise that this person acts for in this fair; "" for none. */
  get org(): string {
    return actingFor(this.person.org, this.state.fair?.booths ?? [], this.state.staffing);
  }

  /** Whether this person may manage the booth, its links and its staff. */
  get leads(): boolean {
    return this.org === this.person.org || this.state.staffing?.role === "lead";
  }

  get booth(): Booth | null {
    return this.state.fair?.booths?.find(({ org }) => org === this.org) ?? null;
  }

  protected override async begin(config: Promise<Config>): Promise<void> {
    this.office.open((await config).ingest);
    await Promise.all([this.readFair(), this.readStaffing()]);
    await Promise.all([this.readJobs(), this.readSessions(), this.readStaff()]);
    this.set({ room: emptyRoom(this.room) });
  }

  override wake(): void {
    super.wake();
    if (this.room === ME && this.live !== null) this.lookAgain();
  }

  async requestBooth(fields: Readonly<Record<string, unknown>>): Promise<void> {
    await this.office.write("POST", `/fairs/${this.id}/booths`, fields);
    await this.readFair();
  }

  async amendBooth(changes: Readonly<Record<string, unknown>>): Promise<void> {
    await this.office.write("PATCH", `/fairs/${this.id}/booths/${encodeURIComponent(this.org)}`, changes);
    await this.readFair();
  }

  /** Publishes a job and chooses it, so that its flags are visible. */
  async publish(fields: Readonly<Record<string, unknown>>): Promise<void> {
    const { id } = await this.office.write("POST", `/fairs/${this.id}/jobs`, fields);
    await this.readJobs();
    this.queue.choose(id);
  }

  async amend(job: string, changes: Readonly<Record<string, unknown>>): Promise<void> {
    await this.office.write("PATCH", `/jobs/${job}`, changes);
    await this.readJobs();
  }

  async plan(fields: Readonly<Record<string, unknown>>): Promise<void> {
    await this.office.write("POST", `/fairs/${this.id}/sessions`, fields);
    await this.readSessions();
  }

  /** Edits the plan of a session that has not started. */
  async amendSession(session: string, changes: Readonly<Record<string, unknown>>): Promise<void> {
    await this.office.write("PATCH", `/sessions/${session}`, changes);
    await this.readSessions();
  }

  async closeJob(job: string): Promise<void> {
    await this.office.write("POST", `/jobs/${job}/close`);
    await this.readJobs();
  }

  /** Removes this person from the staff. */
  async leave(): Promise<void> {
    await this.crew.remove(this.person.sub);
    await this.start();
  }

  protected override get token(): string {
    return this.person.token;
  }

  private get room(): string {
    return this.org !== "" && this.org === this.person.org ? `enterprise:${this.org}` : ME;
  }

  protected override follow(url: string): void {
    super.follow(url);
    if (this.room === ME) this.every(CALM_MS, () => this.lookAgain());
  }

  private lookAgain(): void {
    for (const read of [this.fair, this.jobs, this.list, this.rounds, this.staff, this.asked]) read.want();
  }

  protected override onNews(items: readonly Item[], before: DeskState): void {
    const news = items.filter(({ data }) => data.fair === this.id);
    const mine = news.filter(({ data }) => data.job === this.queue.state.job);
    if (before.room.known) this.queue.onItems(mine); // items of a first snapshot are older than what was read
    if (news.length > 0) this.office.sawUpTo(this.state.room.decided);
    if (before.room.known && news.some((item) => this.isOwnEnd(item))) void this.start();
    else this.readAgain(news, mine);
  }

  private isOwnEnd({ event, data }: Item): boolean {
    return event === "StaffRemoved" && data.person === this.person.sub;
  }

  private readAgain(news: readonly Item[], mine: readonly Item[]): void {
    const tells = (what: RegExp): boolean => news.some(({ event }) => what.test(event));
    if (tells(/^Booth/)) this.fair.want();
    if (tells(/^Staff/)) this.staff.want();
    if (tells(/Approach/)) this.asked.want();
    if (tells(/^(?!Booth|Staff)/)) this.jobs.want();
    if (tells(/^ClosingRoundHeld$/)) this.rounds.want();
    if (mine.length > 0) this.list.want();
  }

  private async readFair(): Promise<void> {
    this.set({ fair: await readFair(this.id, this.person.token, this.office.after) });
  }

  private async readStaffing(): Promise<void> {
    const { items } = await pagesOf((cursor) => readOwnStaffing(this.person.token, this.office.after, cursor));
    this.set({ staffing: items.find(({ fair }) => fair === this.id) ?? null });
  }

  private async readStaff(): Promise<void> {
    if (this.booth !== null) await this.crew.read();
  }

  private async readJobs(): Promise<void> {
    const { org, person } = this;
    if (org === "") return this.set({ jobs: [], hasMoreJobs: false });
    const query = { org, limit: "100", after: this.office.after };
    const read = (cursor: string | null) => readJobs(this.id, { ...query, cursor }, person.token);
    const { items, next_cursor } = await pagesOf(read, this.mostJobs);
    this.set({ jobs: items, hasMoreJobs: Boolean(next_cursor) });
  }

  async readMoreJobs(): Promise<void> {
    this.mostJobs = this.state.jobs.length + LISTED_MAX;
    await this.readJobs();
  }

  /** Only the sessions that the enterprise hosts. */
  private async readSessions(): Promise<void> {
    const read = (cursor: string | null) => readSessions(this.id, this.person.token, this.office.after, cursor);
    const { items } = await pagesOf(read);
    this.set({ sessions: items.filter(({ org, host }) => host === "enterprise" && org === this.org) });
  }
}
