/**
 * The model of a session's page: the session's room live, reads from fair, and
 * for a student the states of their own applications.
 *
 * Owns the page's reads, writes, socket and timers. Draws nothing: views read `state` after each `onChange`.
 */

import { type Followed, Following, notConnected } from "../page/following";
import { OwnWrites } from "../page/own_writes";
import type { Fields } from "../page/plan";
import { isHostOf, type Person } from "../signed_in";
import { type OneApplication, readApplication } from "../wire/api/applications";
import type { Config } from "../wire/api/config";
import { type Fair, readFair } from "../wire/api/fairs";
import type { Job } from "../wire/api/jobs";
import type { Question } from "../wire/api/questions";
import { findOwnResume, type OwnResume } from "../wire/api/resumes";
import { type Drop, type FunnelMinute, readFunnel, readSession, type Session } from "../wire/api/sessions";
import { newItems } from "../wire/news";
import { quietly } from "../wire/quietly";
import { type Counters, emptyRoom, type Item, type Room } from "../wire/room";
import { SPREAD_MS } from "../wire/throttle";
import { updated } from "../wire/updated";
import { readAppliedHere, readHostJobs, readShownJobs } from "./around";
import { Chat } from "./chat";
import { mergedQuestions } from "./merged_questions";
import { type Past, readPast } from "./past";
import { QuestionList } from "./question_list";
import type { Passed } from "./replay";
import { countersNow, type Stage, sessionOf, stageOf } from "./stage";
import { reactedOf } from "./tally";
import { jitterMs, movedDrops } from "./waiting_list";

export interface SessionState extends Followed {
  readonly session: Session | null;
  readonly fair: Fair | null;
  /** Jobs by id: those of drops; for the host also those of the run of show and their other open jobs. */
  readonly jobs: ReadonlyMap<string, Job>;
  /** The minutes of the session; only for the host. */
  readonly funnel: readonly FunnelMinute[];
  /** The replay of a finished session, once it was requested. */
  readonly past: Past | null;
  /** A student's own applications, by job. */
  readonly own: ReadonlyMap<string, OneApplication>;
  /** Null where none is saved yet; undefined while it is not known whether one is. */
  readonly resume: OwnResume | null | undefined;
  /** Why a student's own resume and applications, or the host's jobs and minutes, could not be read; null if they were. */
  readonly missing: unknown;
}

const [SESSION_MS, JOBS_MS, OWN_MS, FUNNEL_MS, UNKNOWN_MS] = [1_000, 500, 700, 20_000, 5_000];
const ME = "me";

export class SessionModel extends Following<SessionState> {
  /** Comments, reactions and clicks, which are not decided by the log of the fair. */
  readonly chat: Chat;
  readonly questionList: QuestionList;
  private readonly writes: OwnWrites | null;
  /** From which origins video is played, besides the page's own. */
  media: readonly string[] = [];
  private after: string | null = null;
  private seen: Room = emptyRoom(ME);
  private readonly session = this.throttled(() => this.readSession(), SESSION_MS);
  private readonly jobs = this.throttled(() => this.readJobs(), JOBS_MS);
  private readonly own = this.throttled(() => this.readOwn(), OWN_MS);
  private readonly line = this.throttled(() => this.readLine(), OWN_MS);
  private isPastWanted = false;
  private isSignedOut = false;

  constructor(
    readonly id: string,
    private readonly given: Person | null,
    onChange: () => void,
  ) {
    const nothing = {
      session: null,
      fair: null,
      jobs: new Map(),
      funnel: [],
      past: null,
      own: new Map(),
      resume: undefined,
      missing: null,
    };
    super({ ...notConnected(`session:${id}`), ...nothing }, onChange);
    this.writes = given === null ? null : new OwnWrites(given.token);
    this.chat = new Chat(id, given, onChange);
    this.questionList = new QuestionList(id, given, onChange);
  }

  /** The stage as it is now, without the delay of the video. */
  get stage(): Stage | null {
    const { session, room } = this.state;
    return session === null ? null : stageOf(session, room.items, room.counters);
  }

  /** The open ones first. */
  get questions(): readonly Question[] {
    return mergedQuestions(this.questionList.read, this.state.room.items);
  }

  get counters(): Counters {
    return countersNow(this.state.session?.counters ?? {}, this.state.room.counters);
  }

  /** Comments and reactions as of now; the host sees hidden comments too. */
  get passing(): Passed {
    const { room, session } = this.state;
    const [live, read] = [room.counters, session?.counters ?? {}];
    const total = Math.max(live.comments ?? 0, read.comments ?? 0);
    return { comments: this.chat.comments(room.comments, this.isHost), total, reactions: reactedOf(live, read) };
  }

  /** Whether this person hosts the session. */
  get isHost(): boolean {
    const { session } = this.state;
    return session !== null && isHostOf(session, this.person);
  }

  /** Who takes part: nobody once the server no longer takes their token. They go on as a guest. */
  get person(): Person | null {
    return this.isSignedOut ? null : this.given;
  }

  protected override get token(): string | undefined {
    return this.person?.token;
  }

  protected override signedOut(): void {
    this.isSignedOut = true;
    this.chat.signOut();
    this.questionList.signOut();
    this.live?.goOnAsGuest(this.rooms());
    this.set({});
  }

  /** It retries automatically and keeps what it shows meanwhile. */
  protected override opening(): void {}

  protected override async begin(config: Promise<Config>): Promise<void> {
    const { ingest, media } = await config;
    this.media = media;
    this.writes?.open(ingest);
    if (!this.isSignedOut) this.openWrites();
    try {
      await this.readSession();
    } catch (error) {
      if (!this.isSignedOut) throw error;
      await this.readSession(); // as a guest
    }
    if (this.state.session?.state !== "live") await this.readWhetherOver();
  }

  private openWrites(): void {
    const writes = this.writes?.opened ?? null;
    this.chat.open(writes);
    this.questionList.open(writes);
  }

  protected override isOver(): boolean {
    return this.state.fair?.state === "archived";
  }

  protected override async readWhetherOver(): Promise<void> {
    const { session } = this.state;
    if (session !== null) this.set({ fair: await readFair(session.fair, this.token) });
  }

  protected override async lastRoom(): Promise<Partial<Room>> {
    const { counters } = await readSession(this.id, this.token);
    return { counters };
  }

  protected override failed(error: unknown): void {
    super.failed(error);
    this.startLater(UNKNOWN_MS + Math.random() * SPREAD_MS);
  }

  override stop(): void {
    super.stop();
    this.chat.stop();
  }

  /** A failed page waits for its own retry: a whole audience may be back online at the same moment. */
  override wake(): void {
    this.live?.wake();
  }

  /** The viewer wants the replay. */
  wantPast(): void {
    if (this.isPastWanted) return;
    this.isPastWanted = true;
    void quietly(() => readPast(this.id, this.token, (past) => this.set({ past }))).then(
      () => (this.isPastWanted = this.state.past !== null),
    );
  }

  /** Applies through a drop and waits for the outcome: a place, or the waiting list. */
  async apply(drop: Drop): Promise<void> {
    const accepted = await this.write("POST", `/jobs/${drop.job}/applications`, {
      resume_id: this.state.resume?.id,
      drop: drop.id,
    });
    await this.keepOwn(drop.job, accepted.id);
  }

  /** Counts that the viewer looked at a drop; the host is not counted. */
  click(drop: Drop): void {
    if (drop.state === "open" && this.state.session?.state === "live" && !this.isHost) this.chat.click(drop.id);
  }

  /** A command of the host; `path` is below the session. */
  async command(path: string, body?: object): Promise<void> {
    await this.write("POST", `/sessions/${this.id}${path}`, body);
    await this.readSession();
  }

  /** Edits the plan of a session that has not started. */
  async amend(changes: Fields): Promise<void> {
    await this.write("PATCH", `/sessions/${this.id}`, changes);
    await this.readSession();
  }

  private async write(method: string, path: string, body?: object): Promise<{ readonly id: string }> {
    if (this.writes === null || this.person === null) throw new Error("not signed in");
    const accepted = await this.writes.write(method, path, body);
    this.after = accepted.receipt.position;
    return accepted;
  }

  protected override rooms(): readonly string[] {
    return [this.state.room.name, ...(this.person === null ? [] : [ME])];
  }

  protected override follow(url: string): void {
    void this.readAround();
    super.follow(url);
    if (this.isHost) this.every(FUNNEL_MS, () => this.isHost && void quietly(() => this.readFunnel()));
  }

  protected override onNews(news: readonly Item[], before: SessionState): void {
    const { room } = this.state;
    if (news.length > 0) this.onStageNews(news, before.room.items.length > 0 && news.length === room.items.length);
    this.counted(movedDrops(before.room.counters, room.counters), news);
    this.chat.onComments(room.comments);
    if (this.isHost && room.comments !== before.room.comments) this.chat.wantRead();
    this.onOwnRoom(this.live?.rooms.get(ME));
  }

  /** The items of the room are enough for viewers. The host reads the plan again, and so does everybody who missed items. */
  private onStageNews(news: readonly Item[], isGap: boolean): void {
    this.after = this.state.room.decided ?? this.after;
    if (this.state.session !== null) this.set({ session: sessionOf(this.state.session, news) });
    if (this.isHost && !news.every(({ event }) => event.startsWith("Question"))) this.session.want();
    else if (isGap) this.session.want(SPREAD_MS);
    this.jobs.want(this.isHost ? 0 : SPREAD_MS);
  }

  /** The waiting list is in no room: the host reads its length, and a student reads their own number. */
  private counted(moved: ReadonlySet<string>, news: readonly Item[]): void {
    if (this.isHost && moved.size > 0) this.session.want();
    const withinMs = jitterMs(
      this.state.own.values(),
      new Set([...moved, ...news.map(({ data }) => String(data.drop))]),
    );
    if (withinMs !== null) this.line.want(withinMs);
  }

  private onOwnRoom(me: Room | undefined): void {
    if (me === undefined) return;
    const news = newItems(this.seen, me);
    this.seen = me;
    this.chat.onOwnItems(me.items);
    if (this.person?.role !== "student" || !news.some((item) => this.isAboutOwn(item))) return;
    const own = updated([...this.state.own.values()], news).map((one) => [one.job, one] as const);
    this.set({ own: new Map(own) });
    this.own.want(SPREAD_MS);
  }

  private isAboutOwn({ data }: Item): boolean {
    return data.fair === this.state.session?.fair && typeof data.application === "string";
  }

  private async readSession(): Promise<void> {
    const session = await readSession(this.id, this.token, this.after);
    this.set({ session: sessionOf(session, this.state.room.items) });
    if (session.muted !== undefined) this.chat.know(session.muted);
    await this.readJobs();
  }

  /** Reads what the page can start without; also again, where some of it is missing. */
  async readAround(): Promise<void> {
    const { session } = this.state;
    if (session === null) return;
    this.questionList.begin(1);
    if (this.isHost || session.state === "ended") this.chat.wantRead();
    if (session.state === "live") void quietly(() => this.readWhetherOver());
    try {
      if (this.person?.role === "student") await this.readOwn();
      if (this.isHost && this.person !== null) {
        this.keepJobs(await readHostJobs(session, this.person));
        await this.readFunnel();
      }
      this.set({ missing: null });
    } catch (error) {
      this.set({ missing: error });
    }
  }

  private async readFunnel(): Promise<void> {
    const { session, funnel } = this.state;
    if (session?.state === "live" || funnel.length === 0)
      this.set({ funnel: (await readFunnel(this.id, this.token)).items });
  }

  private async readJobs(): Promise<void> {
    const { session, jobs } = this.state;
    const read = await readShownJobs(session, this.isHost, jobs, this.token);
    if (read.length > 0) this.keepJobs(read);
  }

  private keepJobs(jobs: readonly Job[]): void {
    this.set({ jobs: new Map([...this.state.jobs, ...jobs.map((job) => [job.id, job] as const)]) });
  }

  private async readOwn(): Promise<void> {
    const { session } = this.state;
    if (this.token === undefined || session === null) return;
    if (!this.state.resume) this.set({ resume: await findOwnResume(this.token) });
    const applied = await readAppliedHere(session, this.token);
    await Promise.all(applied.map(({ job, id }) => this.keepOwn(job, id)));
    this.set({ missing: null });
  }

  private async readLine(): Promise<void> {
    const waiting = [...this.state.own.values()].filter(({ state }) => state === "waitlisted");
    await Promise.all(waiting.map(({ job, id }) => this.keepOwn(job, id)));
  }

  private async keepOwn(job: string, id: string): Promise<void> {
    if (this.token === undefined) return;
    const one = await readApplication(job, id, this.token, this.after ?? undefined);
    this.set({ own: new Map([...this.state.own, [job, one]]) });
  }
}
