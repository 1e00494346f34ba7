/**
 * Who applied for the chosen job: the queue, the order of the shortlist, resumes, stories, and what became of rounds.
 *
 * Owns these reads and writes, which the desk's model runs. Draws nothing.
 */
import { type Application, readApplication, readApplications, readRanking, type Step } from "../wire/api/applications";
import { type Page, pagesOf } from "../wire/api/asking";
import { type Resume, readResume } from "../wire/api/resumes";
import { type JobRound, readJobRounds } from "../wire/api/rounds";
import { quietly } from "../wire/quietly";
import type { Counters, Item } from "../wire/room";
import { told } from "../wire/told";
import { arrived } from "./arrivals";
import type { Office } from "./office";
import { completed, firstOf, RANKED_MAX, reordered } from "./ranking";
import type { StepName } from "./steps";

export interface QueueState {
  /** Which job's applicants are looked at. */
  readonly job: string | null;
  readonly applicants: readonly Application[];
  /** How many there are in each state, beyond those that were read. */
  readonly counts: Counters;
  readonly ranking: readonly string[];
  /** Opened resumes by application. */
  readonly resumes: ReadonlyMap<string, Resume>;
  /** What happened to an application, where it was asked. */
  readonly stories: ReadonlyMap<string, readonly Step[]>;
  /** Applications that came while the page was open. */
  readonly fresh: ReadonlySet<string>;
  /** Only those that this person deals with; "" for all. */
  readonly assignee: string;
  /** Closing rounds in which the job had ranked anybody, newest first. */
  readonly rounds: readonly JobRound[];
}

/** A desk works through its queue from the front: so many applicants of one job are read. */
export const APPLICANTS_MAX = 500;
const EMPTY = { applicants: [], counts: {}, ranking: [], fresh: new Set<string>(), rounds: [] };

export class Queue {
  state: QueueState = { ...EMPTY, job: null, resumes: new Map(), stories: new Map(), assignee: "" };
  private turn: Promise<void> = Promise.resolve();
  /** Grows with each write of the ranking: a read that began before is not shown after it. */
  private written = 0;

  constructor(
    private readonly office: Office,
    private readonly onChange: () => void,
  ) {}

  choose(job: string): void {
    if (this.state.job === job) return;
    this.set({ ...EMPTY, job });
    void quietly(() => this.read());
    void quietly(() => this.readRounds());
  }

  async lookAt(assignee: string): Promise<void> {
    this.set({ assignee, applicants: [] });
    await this.read();
  }

  async read(): Promise<void> {
    const { job, assignee } = this.state;
    if (job === null) return;
    const [page] = await Promise.all([this.applicationsOf(job, { assignee }, APPLICANTS_MAX), this.readRanking(job)]);
    if (this.state.job === job && this.state.assignee === assignee)
      this.set({ applicants: page.items, counts: page.counts ?? {} });
  }

  async readRounds(): Promise<void> {
    const { job } = this.state;
    if (job === null) return;
    const { items } = await readJobRounds(job, this.office.token, this.office.after);
    if (this.state.job === job) this.set({ rounds: items });
  }

  /** What a room tells of the job that is looked at. */
  hear(items: readonly Item[]): void {
    const steps = items.filter(({ data }) => data.approach === undefined); // those have states of their own
    const { applicants, fresh } = arrived(this.state.applicants, this.state.fresh, steps);
    this.set({ applicants: told(applicants, steps), fresh });
  }

  async step(application: string, step: StepName, body?: object): Promise<void> {
    const { job } = this.state;
    await this.office.write("POST", `/jobs/${job}/applications/${application}/${step}`, body);
    await this.follow(job, step);
  }

  /** The same with several at once. Returns how many were not possible. */
  async steps(applications: readonly string[], step: StepName, body: object = {}): Promise<number> {
    const { job } = this.state;
    const refused = await this.office.many(`/jobs/${job}/applications/${step}`, applications, body);
    await this.follow(job, step);
    return refused;
  }

  /** `shown` in its new order. */
  async rank(shown: readonly string[]): Promise<void> {
    const { job } = this.state;
    await this.inTurn(() => this.putRanking(job, this.state.ranking, reordered(this.state.ranking, shown)));
  }

  /** Whoever is on the shortlist gets a rank, the last ones by their place. */
  async keepOrder(job = this.state.job): Promise<void> {
    if (job === null) return;
    await this.inTurn(async () => {
      const { token, after } = this.office;
      const [{ items }, { applications }] = await Promise.all([
        this.applicationsOf(job, { state: "shortlisted" }, RANKED_MAX),
        readRanking(job, token, after),
      ]);
      await this.putRanking(job, applications, completed(applications, items));
    });
  }

  /** Those `many` on the shortlist who are first by rank. Returns how many were not possible. */
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

  /** Its student is told that it was opened. */
  async openResume(application: string): Promise<void> {
    const { job } = this.state;
    if (job === null) return;
    const resume = await readResume(job, application, this.office.token);
    this.set({ resumes: new Map([...this.state.resumes, [application, resume]]) });
    const one = this.state.applicants.find(({ id }) => id === application);
    if (one?.state === "submitted") await this.step(application, "view");
  }

  async readStory(application: string): Promise<void> {
    const { job } = this.state;
    if (job === null) return;
    const { history } = await readApplication(job, application, this.office.token, this.office.after ?? undefined);
    this.set({ stories: new Map([...this.state.stories, [application, history]]) });
  }

  /** How it then stands; and only who is ranked moves up, so a shortlisting is a rank too. */
  private async follow(job: string | null, step: StepName): Promise<void> {
    await this.read();
    if (step === "shortlist") await this.keepOrder(job);
  }

  /** One change of a ranking at a time: each is made of the one before. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => undefined);
    return done;
  }

  /** Shown at once, and taken back where it is refused. */
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
