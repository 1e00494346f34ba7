/**
 * What the page of a session shows, and where it comes from: the session's room live, fair's reads around it, and
 * for a student what became of their own submissions.
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
import { Writes } from "../writes";
import { asked } from "./asked";
import { RoomLife } from "./life";
import { PassedBy, type Passed } from "./replay";
import { stageOf, type Stage } from "./stage";
import { reactedOf } from "./tally";

export interface SessionState {
  readonly phase: "loading" | "ready" | "unknown" | "failed";
  readonly error: unknown;
  readonly session: api.Session | null;
  readonly fair: api.Fair | null;
  /** What is known of jobs, by id: those of drops; for the host those of the run of show and the others too. */
  readonly jobs: ReadonlyMap<string, api.Job>;
  readonly funnel: readonly api.FunnelMinute[];
  /** What the room of a finished session was told of its stage, and what was said and felt in passing. */
  readonly moments: readonly api.RoomMoment[];
  readonly passed: PassedBy;
  readonly questions: readonly api.Question[];
  /** A student's own applications, by job. */
  readonly own: ReadonlyMap<string, api.OneApplication>;
  readonly resume: api.OwnResume | null;
  readonly room: Room;
  readonly status: Status;
  readonly heardAt: number | null;
}

const [SESSION_MS, OWN_MS, UNKNOWN_MS] = [1_000, 700, 5_000];
const ME = "me";
/** Of more than that, the first: of the stage, and of all with what was said. */
const MOMENTS_MAX = 20_000;

export class SessionModel {
  state: SessionState;
  /** What is said in passing, and what else is not for the fair's log. */
  readonly life: RoomLife;
  private writes: Writes | null = null;
  private live: Live | null = null;
  private after: string | null = null;
  private seen: Room = emptyRoom(ME);
  private retry: ReturnType<typeof setTimeout> | undefined;
  private readonly session = new Throttle(() => quietly(() => this.readSession()), SESSION_MS);
  private readonly own = new Throttle(() => quietly(() => this.readOwn()), OWN_MS);

  constructor(readonly id: string, readonly person: Person | null, private readonly onChange: () => void) {
    const nothing = { session: null, fair: null, jobs: new Map(), funnel: [], moments: [], passed: new PassedBy([]), questions: [], own: new Map(), resume: null };
    const room = emptyRoom(`session:${id}`);
    this.state = { phase: "loading", error: null, ...nothing, room, status: { kind: "connecting" }, heardAt: null };
    this.life = new RoomLife(id, person, onChange);
  }

  /** The stage as it stands, whoever watches how late. */
  get stage(): Stage | null {
    const { session, room } = this.state;
    return session === null ? null : stageOf(session, room.items, room.counters);
  }

  /** The most wanted first. */
  get questions(): readonly api.Question[] {
    return asked(this.state.questions, this.state.room.items);
  }

  /** What is said and felt in passing as of now; its host sees the hidden comments too. */
  get passing(): Passed {
    const { room, session } = this.state;
    const [told, read] = [room.counters, session?.counters ?? {}];
    const total = Math.max(told.comments ?? 0, read.comments ?? 0);
    return { comments: this.life.comments(room.comments, this.isHost), total, reactions: reactedOf(told, read) };
  }

  /** Whether this person runs the session. */
  get isHost(): boolean {
    const { session } = this.state;
    return session !== null && this.person?.role === session.host && this.person.org === session.org;
  }

  private get token(): string | undefined {
    return this.person?.token;
  }

  async start(): Promise<void> {
    clearTimeout(this.retry);
    try {
      const config = await api.readConfig();
      if (this.person !== null) this.writes = new Writes(config.ingest, this.person.token);
      this.life.open(this.writes);
      await this.readSession();
      this.set({ phase: "ready" });
      void quietly(() => this.readAround());
      this.follow(config.live);
    } catch (error) {
      const isUnknown = error instanceof api.Refused && error.isUnknown;
      this.set({ phase: isUnknown ? "unknown" : "failed", error });
      this.retry = setTimeout(() => void this.start(), UNKNOWN_MS);
    }
  }

  stop(): void {
    clearTimeout(this.retry);
    this.session.stop();
    this.own.stop();
    this.life.stop();
    this.live?.stop();
  }

  wake(): void {
    this.live?.wake();
  }

  /** Submit through a drop, until it is decided: in, or in line. */
  async apply(drop: api.Drop): Promise<void> {
    const accepted = await this.write("POST", `/jobs/${drop.job}/applications`, { resume_id: this.state.resume?.id, drop: drop.id });
    await this.keepOwn(drop.job, accepted.id);
  }

  /** Somebody went to a drop; its host does not count. */
  click(drop: api.Drop): void {
    if (drop.state === "open" && this.state.session?.state === "live" && !this.isHost) this.life.click(drop.id);
  }

  /** Ask, vote, answer or hide: `path` below the session's questions. */
  async question(path: string, body?: object): Promise<void> {
    await this.write("POST", `/sessions/${this.id}/questions${path}`, body);
    await this.readQuestions();
  }

  /** What the host does: `path` below the session. */
  async command(path: string, body?: object): Promise<void> {
    await this.write("POST", `/sessions/${this.id}${path}`, body);
    await this.readSession();
  }

  private async write(method: string, path: string, body?: object): Promise<{ readonly id: string }> {
    if (this.writes === null) throw new Error("not signed in");
    const accepted = await this.writes.settle(method, path, body);
    this.after = accepted.receipt.position;
    return accepted;
  }

  private follow(configured: string): void {
    if (this.live !== null) return;
    const rooms = [this.state.room.name, ...(this.person === null ? [] : [ME])];
    const token = this.token === undefined ? {} : { token: this.token };
    this.live = new Live({ url: liveUrl(configured, location), ...token, rooms, onChange: () => this.heard() });
    this.live.start();
  }

  private heard(): void {
    if (this.live === null) return;
    const before = this.state.room;
    const room = this.live.rooms.get(before.name) ?? before;
    this.set({ room, status: this.live.status, heardAt: this.live.heardAt });
    const news = newItems(before, room);
    if (news.length > 0) {
      this.after = room.decided ?? this.after;
      if (!news.every(({ event }) => event.startsWith("Question"))) this.session.want();
      void quietly(() => this.readJobs(news.map(({ data }) => String(data.job ?? ""))));
    }
    this.life.heard(room.comments);
    if (this.isHost && room.comments !== before.comments) this.life.wantRead();
    this.heardOfMe(this.live.rooms.get(ME));
  }

  private heardOfMe(me: Room | undefined): void {
    if (me === undefined) return;
    const news = newItems(this.seen, me);
    this.seen = me;
    this.life.heardOfMe(me.items);
    if (this.person?.role === "student" && news.some((item) => this.isAboutOwn(item))) this.own.want();
  }

  private isAboutOwn({ data }: Item): boolean {
    return data.fair === this.state.session?.fair && typeof data.application === "string";
  }

  private async readSession(): Promise<void> {
    const session = await api.readSession(this.id, this.token, this.after);
    this.set({ session });
    if (session.muted !== undefined) this.life.know(session.muted);
    if (session.state === "ended" && this.state.moments.length === 0) void quietly(() => this.readPast());
    await this.readJobs([...session.drops.map(({ job }) => job), ...(this.isHost ? session.run_of_show.map(({ job }) => job) : [])]);
  }

  /** The stage first and by itself: however much was said, nothing of it is cut off. */
  private async readPast(): Promise<void> {
    const [{ items: funnel }, moments] = await Promise.all([api.readFunnel(this.id), this.readMoments(true)]);
    this.set({ funnel, moments });
    this.set({ passed: new PassedBy(await this.readMoments(false)) });
  }

  private async readMoments(stage: boolean): Promise<readonly api.RoomMoment[]> {
    const moments: api.RoomMoment[] = [];
    let cursor: string | null = null;
    do {
      const page: api.Page<api.RoomMoment> = await api.readReplay(this.id, stage, cursor);
      moments.push(...page.items);
      cursor = page.next_cursor ?? null;
    } while (cursor !== null && moments.length < MOMENTS_MAX);
    return moments;
  }

  private async readQuestions(): Promise<void> {
    this.set({ questions: (await api.readQuestions(this.id, this.token, this.after)).items });
  }

  /** What the page can begin without. */
  private async readAround(): Promise<void> {
    const { session } = this.state;
    if (session === null) return;
    await this.readQuestions();
    if (this.isHost || session.state === "ended") this.life.wantRead();
    this.set({ fair: await api.readFair(session.fair, this.token) });
    if (this.person?.role === "student") await this.readOwn();
    if (this.isHost) {
      const org = this.person?.role === "enterprise" ? this.person.org : null;
      const { items } = await api.readJobs(session.fair, { org, state: "open", limit: "100" }, this.token);
      this.keepJobs(items);
    }
  }

  private async readJobs(wanted: readonly string[]): Promise<void> {
    const missing = [...new Set(wanted)].filter((id) => id !== "" && !this.state.jobs.has(id));
    const read = await Promise.all(missing.map((id) => api.readJob(id, this.token)));
    if (read.length > 0) this.keepJobs(read);
  }

  private keepJobs(jobs: readonly api.Job[]): void {
    this.set({ jobs: new Map([...this.state.jobs, ...jobs.map((job) => [job.id, job] as const)]) });
  }

  private async readOwn(): Promise<void> {
    const { session } = this.state;
    if (this.token === undefined || session === null) return;
    if (this.state.resume === null) await this.readResume();
    const { items } = await api.readOwnApplications(this.token, { limit: "100" });
    const jobs = new Set(session.drops.map(({ job }) => job));
    await Promise.all(items.filter(({ job }) => jobs.has(job)).map(({ job, id }) => this.keepOwn(job, id)));
  }

  private async readResume(): Promise<void> {
    try {
      if (this.token !== undefined) this.set({ resume: await api.readOwnResume(this.token) });
    } catch (error) {
      if (!(error instanceof api.Refused && error.status === 404)) throw error;
    }
  }

  private async keepOwn(job: string, id: string): Promise<void> {
    if (this.token === undefined) return;
    const one = await api.readApplication(job, id, this.token, this.after ?? undefined);
    this.set({ own: new Map([...this.state.own, [job, one]]) });
  }

  private set(changes: Partial<SessionState>): void {
    this.state = { ...this.state, ...changes };
    this.onChange();
  }
}
