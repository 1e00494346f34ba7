/**
 * The applicants of the chosen job: the queue, the shortlist ranking, resumes, histories, and results of closing rounds.
 *
 * Owns these reads and writes, which the desk's model runs. Draws nothing.
 */
import { type Application, readApplication, readApplications, readRanking, type Step } from "../wire/api/applications";
import { type Page, pagesOf } from "../wire/api/asking";
import { type Resume, readResume } from "../wire/api/resumes";
import { type JobRound, readJobRounds } from "../wire/api/rounds";
import { quietly } from "../wire/quietly";
import type { Counters, Item } from "../wire/room";
import { updated } from "../wire/updated";
import { arrived } from "./arrivals";
import type { Office } from "./office";
import { completed, firstOf, RANKED_MAX, reordered } from "./ranking";
import type { StepName } from "./steps";

export interface QueueState {
  /** The chosen job. */
  readonly job: string | null;
  readonly applicants: readonly Application[];
  /** Whether there are more applicants than were read. */
  readonly hasMore: boolean;
  /** `failed`: the applicants could not be read, for `error`; nobody is shown, and it does not mean that nobody applied. */
  readonly phase: "loading" | "ready" | "failed";
  readonly error: unknown;
  /** How many applications there are in each state, including those that were not read. */
  readonly counts: Counters;
  readonly ranking: readonly string[];
  /** Opened resumes by application. */
  readonly resumes: ReadonlyMap<string, Resume>;
  /** Histories by application, once they were opened. */
  readonly stories: ReadonlyMap<string, readonly Step[]>;
  /** Applications that came while the page was open. */
  readonly fresh: ReadonlySet<string>;
  /** Shows only the applicants of this assignee; "" for all. */
  readonly assignee: string;
  /** Closing rounds in which the job had a ranking, newest first. */
  readonly rounds: readonly JobRound[];
}

/** How many applicants of a job are read at first, and with each "show more": a desk works through its queue from the front. */
export const APPLICANTS_STEP = 500;
/** The most applicants in a file. */
const FILE_MAX = 100_000;
const NOBODY = { applicants: [], hasMore: false, counts: {}, phase: "loading", error: null } as const;
const EMPTY = { ...NOBODY, ranking: [], fresh: new Set<string>(), rounds: [] };

export class Queue {
  state: QueueState = { ...EMPTY, job: null, resumes: new Map(), stories: new Map(), assignee: "" };
  private turn: Promise<void> = Promise.resolve();
  /** Grows with each write of the ranking: a read that started before is not shown after it. */
  private written = 0;
  /** Reads of the applicants so far, and the one that is shown: an earlier one that ends later is not. */
  private reads = 0;
  private shown = 0;
  /** How many applicants are read at most. */
  private most = APPLICANTS_STEP;

  constructor(
    private readonly office: Office,
    private readonly onChange: () => void,
  ) {}

  choose(job: string): void {
    if (this.state.job === job) return;
    this.most = APPLICANTS_STEP;
    this.set({ ...EMPTY, job });
    void quietly(() => this.read());
    void quietly(() => this.readRounds());
  }

  async lookAt(assignee: string): Promise<void> {
    this.most = APPLICANTS_STEP;
    this.set({ ...NOBODY, assignee });
    await this.read();
  }

  /** Reads further applicants; pressed again meanwhile, no more than that. */
  async more(): Promise<void> {
    this.most = this.state.applicants.length + APPLICANTS_STEP;
    await this.read();
  }

  /** All applicants of the chosen job, for a file. */
  async all(): Promise<readonly Application[]> {
    const { job, assignee } = this.state;
    return job === null ? [] : (await this.applicationsOf(job, { assignee }, FILE_MAX)).items;
  }

  async read(): Promise<void> {
    const { job, assignee } = this.state;
    if (job === null) return;
    this.reads += 1;
    const { reads } = this;
    const isOld = (): boolean => this.state.job !== job || this.state.assignee !== assignee || reads < this.shown;
    try {
      const [page] = await Promise.all([this.applicationsOf(job, { assignee }, this.most), this.readRanking(job)]);
      if (isOld()) return;
      this.shown = reads;
      const found = { applicants: page.items, hasMore: Boolean(page.next_cursor), counts: page.counts ?? {} };
      this.set({ ...found, phase: "ready", error: null });
    } catch (error) {
      if (!isOld() && this.state.phase !== "ready") this.set({ phase: "failed", error });
      throw error;
    }
  }

  async readRounds(): Promise<void> {
    const { job } = this.state;
    if (job === null) return;
    const { token, after } = this.office;
    const { items } = await pagesOf((cursor) => readJobRounds(job, token, after, cursor));
    if (this.state.job === job) this.set({ rounds: items });
  }

  /** Takes the items of the room about the chosen job. */
  onItems(items: readonly Item[]): void {
    const steps = items.filter(({ data }) => data.approach === undefined); // those have states of their own
    const { applicants, fresh } = arrived(this.state.applicants, this.state.fresh, steps);
    this.set({ applicants: updated(applicants, steps), fresh });
  }

  async step(application: string, step: StepName, body?: object): Promise<void> {
    const { job } = this.state;
    const written = this.office.write("POST", `/jobs/${job}/applications/${application}/${step}`, body);
    await this.follow(job, step, [application], written);
  }

  /** The same for several at once. Returns how many were refused. */
  async steps(applications: readonly string[], step: StepName, body: object = {}): Promise<number> {
    const { job } = this.state;
    const written = this.office.many(`/jobs/${job}/applications/${step}`, applications, body);
    await this.follow(job, step, applications, written);
    return written;
  }

  /** Ranks `shown` in this order. */
  async rank(shown: readonly string[]): Promise<void> {
    const { job } = this.state;
    await this.inTurn(() => this.putRanking(job, this.state.ranking, reordered(this.state.ranking, shown)));
  }

  /** Adds the unranked people of the shortlist to the ranking, by their place. */
  async keepOrder(job = this.state.job): Promise<void> {
    if (job === null) return;
    await this.inTurn(() => this.complete(job));
  }

  /** Invites the first `many` of the shortlist by rank. Returns how many were refused. */
  async inviteFirst(many: number, body: object): Promise<number> {
    const { job } = this.state;
    if (job === null) return 0;
    await this.keepOrder(job);
    const { items } = await readRanking(job, this.office.token, this.office.after);
    return this.steps(firstOf(items, many), "invite", body);
  }

  async handOver(application: string, to: string | null, note: string): Promise<void> {
    const body = note === "" ? { to } : { to, note };
    await this.office.write("POST", `/jobs/${this.state.job}/applications/${application}/assign`, body);
    await this.read();
  }

  /** The student is notified that it was opened. */
  async openResume(application: string): Promise<void> {
    const { job } = this.state;
    if (job === null) return;
    const resume = await readResume(job, application, this.office.token);
    this.set({ resumes: new Map([...this.state.resumes, [application, resume]]) });
    const one = this.state.applicants.find(({ id }) => id === application);
    if (one?.state === "submitted") await this.step(application, "view");
  }

  /** The resume with a fresh link to its PDF, which is null if there is none. */
  async renewLink(application: string): Promise<string | null> {
    await this.openResume(application);
    return this.state.resumes.get(application)?.attachment ?? null;
  }

  async readStory(application: string): Promise<void> {
    const { job } = this.state;
    if (job === null) return;
    const { history } = await readApplication(job, application, this.office.token, this.office.after ?? undefined);
    this.set({ stories: new Map([...this.state.stories, [application, history]]) });
  }

  /**
   * Reads the new state after a step. Only ranked people move up, so shortlisting also adds to the ranking: in the order in which
   * the steps were asked for, whichever is decided first.
   */
  private async follow(
    job: string | null,
    step: StepName,
    applications: readonly string[],
    written: Promise<unknown>,
  ): Promise<void> {
    const adds = job !== null && step === "shortlist";
    const ranked = adds ? this.inTurn(() => this.add(job, applications, written)) : written;
    await Promise.all([written.then(() => this.read()), ranked]);
  }

  /** Adds these to the ranking once their step is `written`, unless it was refused. */
  private async add(job: string, applications: readonly string[], written: Promise<unknown>): Promise<void> {
    await written;
    await this.complete(job, new Set(applications));
  }

  /** Ranks the people of the shortlist who are not ranked, or only those `among` them, by their place. */
  private async complete(job: string, among?: ReadonlySet<string>): Promise<void> {
    const { token, after } = this.office;
    const [{ items }, { applications }] = await Promise.all([
      this.applicationsOf(job, { state: "shortlisted" }, RANKED_MAX),
      readRanking(job, token, after),
    ]);
    const missing = items.filter(({ id }) => among?.has(id) ?? true);
    await this.putRanking(job, applications, completed(applications, missing));
  }

  /** Serializes changes of the ranking: each builds on the one before. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => undefined);
    return done;
  }

  /** Optimistic: shown at once, rolled back if it is refused. */
  private async putRanking(
    job: string | null,
    before: readonly string[],
    applications: readonly string[],
  ): Promise<void> {
    if (applications.join() === before.join()) return this.showRanking(job, before);
    this.showRanking(job, applications);
    try {
      await this.office.write("PUT", `/jobs/${job}/ranking`, { applications });
      this.showRanking(job, applications);
    } catch (error) {
      this.showRanking(job, before);
      throw error;
    }
  }

  private showRanking(job: string | null, ranking: readonly string[]): void {
    this.written += 1;
    if (this.state.job === job) this.set({ ranking });
  }

  private async readRanking(job: string): Promise<void> {
    const { written } = this;
    const { applications } = await readRanking(job, this.office.token, this.office.after);
    if (this.state.job === job && this.written === written) this.set({ ranking: applications });
  }

  private applicationsOf(
    job: string,
    filters: Readonly<Record<string, string>>,
    most: number,
  ): Promise<Page<Application>> {
    const { token, after } = this.office;
    const read = (cursor: string | null) =>
      readApplications(job, token, {
        ...filters,
        limit: "100",
        cursor,
        counts: cursor === null ? "true" : null,
        after,
      });
    return pagesOf(read, most);
  }

  private set(changes: Partial<QueueState>): void {
    this.state = { ...this.state, ...changes };
    this.onChange();
  }
}
