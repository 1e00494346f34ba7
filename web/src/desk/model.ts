/**
 * What an enterprise's desk shows, and where it comes from: the room of the enterprise live, and fair's reads around it.
 *
 * Owns the page's socket and timers, and the reads and writes of the booth and its jobs; its parts own theirs. Draws
 * nothing: the page asks `state` after each `onChange`.
 */

import type { Person } from "../signed_in";
import { pagesOf } from "../wire/api/asking";
import type { Booth } from "../wire/api/booths";
import { readConfig } from "../wire/api/config";
import { type Fair, readFair } from "../wire/api/fairs";
import { type Job, readJobs } from "../wire/api/jobs";
import { readSessions, type Session } from "../wire/api/sessions";
import { readOwnStaffing, type Staffing } from "../wire/api/staff";
import { Refused } from "../wire/http";
import { Live, liveUrl, type Status } from "../wire/live";
import { newItems } from "../wire/news";
import { quietly } from "../wire/quietly";
import { emptyRoom, type Item, type Room } from "../wire/room";
import { Throttle } from "../wire/throttle";
import { actingFor } from "./acting";
import { Crew } from "./crew";
import { Office } from "./office";
import { Queue } from "./queue";
import { Seeking } from "./seeking";

export interface DeskState {
  readonly phase: "loading" | "ready" | "unknown" | "failed";
  readonly error: unknown;
  readonly fair: Fair | null;
  /** What this person is by a link, in this fair. */
  readonly staffing: Staffing | null;
  readonly jobs: readonly Job[];
  readonly sessions: readonly Session[];
  readonly room: Room;
  readonly status: Status;
  readonly heardAt: number | null;
}

const [JOBS_MS, LIST_MS, FAIR_MS] = [1_500, 2_000, 1_000];
/** Who is staff by a link cannot join the enterprise's room, and looks again so often. */
const CALM_MS = 10_000;
const STAFFINGS_MAX = 1_000;

export class Desk {
  state: DeskState;
  readonly queue: Queue;
  readonly crew: Crew;
  readonly seeking: Seeking;
  private readonly office: Office;
  private live: Live | null = null;
  private calm: ReturnType<typeof setInterval> | null = null;
  private readonly fair = new Throttle(() => quietly(() => this.readFair()), FAIR_MS);
  private readonly jobs = new Throttle(() => quietly(() => this.readJobs()), JOBS_MS);
  private readonly list = new Throttle(() => quietly(() => this.queue.read()), LIST_MS);
  private readonly rounds = new Throttle(() => quietly(() => this.queue.readRounds()), LIST_MS);
  private readonly staff = new Throttle(() => quietly(() => this.readStaff()), LIST_MS);
  private readonly asked = new Throttle(() => quietly(() => this.seeking.readApproaches()), LIST_MS);

  constructor(
    readonly person: Person,
    readonly id: string,
    private readonly onChange: () => void,
  ) {
    this.office = new Office(person, id);
    this.queue = new Queue(this.office, onChange);
    this.crew = new Crew(this.office, () => this.org, onChange);
    this.seeking = new Seeking(this.office, onChange);
    const nothing = { fair: null, staffing: null, jobs: [], sessions: [] };
    this.state = {
      phase: "loading",
      error: null,
      ...nothing,
      room: emptyRoom("me"),
      status: { kind: "connecting" },
      heardAt: null,
    };
  }

  /** The enterprise for which this person acts in this fair; "" for none. */
  get org(): string {
    return actingFor(this.person.org, this.state.fair?.booths ?? [], this.state.staffing);
  }

  /** Whether this person deals with the booth, its links and its staff. */
  get leads(): boolean {
    return this.org === this.person.org || this.state.staffing?.role === "lead";
  }

  get booth(): Booth | null {
    return this.state.fair?.booths?.find(({ org }) => org === this.org) ?? null;
  }

  async start(): Promise<void> {
    this.stop();
    this.set({ phase: "loading", error: null });
    try {
      const config = await readConfig();
      this.office.open(config.ingest);
      await Promise.all([this.readFair(), this.readStaffing()]);
      await Promise.all([this.readJobs(), this.readSessions(), this.readStaff()]);
      this.set({ phase: "ready", room: emptyRoom(this.room) });
      this.listen(liveUrl(config.live, location));
    } catch (error) {
      this.set({ phase: error instanceof Refused && error.isUnknown ? "unknown" : "failed", error });
    }
  }

  stop(): void {
    for (const read of [this.fair, this.jobs, this.list, this.rounds, this.staff, this.asked]) read.stop();
    if (this.calm !== null) clearInterval(this.calm);
    this.calm = null;
    this.live?.stop();
    this.live = null;
  }

  wake(): void {
    this.live?.wake();
    if (this.calm !== null) this.lookAgain();
    if (this.state.phase === "failed") void this.start();
  }

  async requestBooth(fields: Readonly<Record<string, unknown>>): Promise<void> {
    await this.office.write("POST", `/fairs/${this.id}/booths`, fields);
    await this.readFair();
  }

  async amendBooth(changes: Readonly<Record<string, unknown>>): Promise<void> {
    await this.office.write("PATCH", `/fairs/${this.id}/booths/${encodeURIComponent(this.org)}`, changes);
    await this.readFair();
  }

  /** Shows the job as it then stands, with what its ad is flagged for. */
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

  /** Change the plan of a session that has not begun. */
  async amendSession(session: string, changes: Readonly<Record<string, unknown>>): Promise<void> {
    await this.office.write("PATCH", `/sessions/${session}`, changes);
    await this.readSessions();
  }

  async closeJob(job: string): Promise<void> {
    await this.office.write("POST", `/jobs/${job}/close`);
    await this.readJobs();
  }

  /** From then on this person is no longer of the staff. */
  async leave(): Promise<void> {
    await this.crew.remove(this.person.sub);
    await this.start();
  }

  private get room(): string {
    return this.org !== "" && this.org === this.person.org ? `enterprise:${this.org}` : "me";
  }

  private listen(url: string): void {
    this.live = new Live({ url, token: this.person.token, rooms: [this.room], onChange: () => this.heard() });
    this.live.start();
    if (this.room === "me") this.calm = setInterval(() => this.lookAgain(), CALM_MS);
  }

  private lookAgain(): void {
    for (const read of [this.fair, this.jobs, this.list, this.rounds, this.staff, this.asked]) read.want();
  }

  private heard(): void {
    if (this.live === null) return;
    const before = this.state;
    const room = this.live.rooms.get(before.room.name) ?? before.room;
    const news = newItems(before.room, room).filter(({ data }) => data.fair === this.id);
    const mine = news.filter(({ data }) => data.job === this.queue.state.job);
    this.set({ room, status: this.live.status, heardAt: this.live.heardAt });
    if (before.room.known) this.queue.hear(mine); // what a first snapshot tells is old, and is read
    if (news.length > 0) this.office.after = room.decided;
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
    const { items } = await pagesOf(
      (cursor) => readOwnStaffing(this.person.token, this.office.after, cursor),
      STAFFINGS_MAX,
    );
    this.set({ staffing: items.find(({ fair }) => fair === this.id) ?? null });
  }

  private async readStaff(): Promise<void> {
    if (this.booth !== null) await this.crew.read();
  }

  private async readJobs(): Promise<void> {
    const query = { org: this.org, limit: "100", after: this.office.after };
    const { items } = this.org === "" ? { items: [] } : await readJobs(this.id, query, this.person.token);
    this.set({ jobs: items });
  }

  /** Its own: it is their host. */
  private async readSessions(): Promise<void> {
    const { items } = await readSessions(this.id, this.person.token, this.office.after);
    this.set({ sessions: items.filter(({ org, host }) => host === "enterprise" && org === this.org) });
  }

  private set(changes: Partial<DeskState>): void {
    this.state = { ...this.state, ...changes };
    this.onChange();
  }
}
