/**
 * The model of a student's page: the room `me` live, and reads from fair.
 *
 * Owns the page's reads, socket and timers. Draws nothing: views read `state` after each `onChange`.
 */

import { type Followed, Following, notConnected } from "../page/following";
import { OwnWrites } from "../page/own_writes";
import type { Person } from "../signed_in";
import {
  type Application,
  type OneApplication,
  type OwnApplication,
  readApplication,
  readOwnApplications,
} from "../wire/api/applications";
import { pagesOf } from "../wire/api/asking";
import type { Config } from "../wire/api/config";
import { type Fair, readFair, readFairs } from "../wire/api/fairs";
import {
  type Consent,
  findOwnResume,
  type OwnResume,
  type ResumeDocument,
  type ResumeOpened,
  readConsents,
  readOwnResume,
  readReads,
} from "../wire/api/resumes";
import { PagedList } from "../wire/paged_list";
import { quietly } from "../wire/quietly";
import type { Item } from "../wire/room";
import { updated } from "../wire/updated";
import type { Accepted } from "../wire/writes";
import { Browse } from "./browse";
import { Cards } from "./cards";
import { restated, unlearned, withFair } from "./fairs";
import { Round } from "./round";
import { stands } from "./standing";

export interface MeState extends Followed {
  readonly applications: readonly OwnApplication[];
  /** Details of the applications that were opened or are active. */
  readonly details: ReadonlyMap<string, OneApplication>;
  /** Null where none is saved yet. */
  readonly resume: OwnResume | null;
  /** When enterprises opened the resume, newest first. */
  readonly reads: readonly ResumeOpened[];
  /** Who may see it and who no longer may, newest first. */
  readonly consents: readonly Consent[];
  readonly fairs: readonly Fair[];
  /** The fair in the address, where it could not be read: there is none with this id, or the read failed. */
  readonly lostFair: { readonly id: string; readonly error: unknown } | null;
}

const ROOM = "me";
/** Items that mean that a closing round was held. */
const ROUNDS = new Set(["ClosingRoundHeld", "MatchedInRound"]);
const LIST_MS = 1_000;
/** How many openings of the resume are listed at first, and with each press. */
const READS = 20;
/** The most applications whose details are read, so that a student with many costs no more than others. */
const DETAILS_MAX = 20;
const DETAILS_MS = 20_000;
/** How often the chosen fair is read again: response times change slowly. */
const FAIR_MS = 60_000;

export class Me extends Following<MeState> {
  readonly browse: Browse;
  readonly cards: Cards;
  readonly round: Round;
  private readonly writes: OwnWrites;
  private readonly opened = new Set<string>();
  /** Where the list of fairs goes on; null after the last one. */
  private older: string | null = null;
  private readonly openings: PagedList<ResumeOpened>;
  private readonly list = this.throttled(() => this.readList(), LIST_MS);
  private readonly fair = this.throttled(() => this.readFair(this.browse.state.fair), FAIR_MS);

  constructor(
    private readonly person: Person,
    onChange: () => void,
  ) {
    const lists = { applications: [], details: new Map(), reads: [], consents: [], fairs: [] };
    super({ ...notConnected(ROOM), ...lists, resume: null, lostFair: null }, onChange);
    this.writes = new OwnWrites(person.token);
    this.openings = new PagedList(
      (cursor, limit) => readReads(person.token, cursor, limit),
      ({ id }) => id,
      READS,
    );
    this.browse = new Browse(person.token, onChange, (before, after) => this.turn(before, after));
    const write = (method: string, path: string, body?: object): Promise<Accepted> => this.write(method, path, body);
    this.cards = new Cards(person.token, write, onChange);
    this.round = new Round(person.token, write, onChange);
  }

  protected override async begin(config: Promise<Config>): Promise<void> {
    const [{ ingest }, fairs, resume] = await Promise.all([config, readFairs(null), findOwnResume(this.token)]);
    this.writes.open(ingest);
    this.set({ fairs: fairs.items.reduce(withFair, this.state.fairs), resume });
    this.older = fairs.next_cursor ?? null;
    await this.readList();
  }

  /** Looks at the fair that was asked for, otherwise at the newest open one; at none if there is none with that id. */
  chooseFirst(asked: string | null): void {
    const { fairs } = this.state;
    const named = asked?.trim() || null;
    const first =
      named === null ? (fairs.find(({ state }) => state === "open") ?? fairs[0]) : fairs.find(({ id }) => id === named);
    if (first !== undefined) this.browse.choose(first.id);
    else if (named !== null) void this.lookFor(named);
  }

  /** A fair that is not among the newest ones. */
  async lookFor(id: string): Promise<void> {
    try {
      await this.readFair(id);
      this.set({ lostFair: null });
      if (this.browse.state.fair === null) this.browse.choose(id);
    } catch (error) {
      this.set({ lostFair: { id, error } });
    }
  }

  /** Whether the resume was opened earlier than the list shows. */
  get hasEarlierReads(): boolean {
    return this.openings.cursor !== null;
  }

  async readEarlierReads(): Promise<void> {
    await this.openings.more();
    this.set({ reads: this.openings.items });
  }

  /** Whether there are fairs that are older than those in the list. */
  get hasOlderFairs(): boolean {
    return this.older !== null;
  }

  async readOlderFairs(): Promise<void> {
    if (this.older === null) return;
    const { items, next_cursor } = await readFairs(this.older);
    this.older = next_cursor ?? null;
    this.set({ fairs: items.reduce(withFair, this.state.fairs) });
  }

  /** This page has no ID in its address that could be unknown. */
  protected override failed(error: unknown): void {
    this.set({ phase: "failed", error });
  }

  override stop(): void {
    super.stop();
    this.browse.stop();
  }

  /** The student looks at another fair: follow its room instead. */
  private turn(before: string | null, after: string): void {
    if (before !== null) this.live?.leave(`fair:${before}`);
    this.live?.join(`fair:${after}`);
    void quietly(() => this.readFair(after));
  }

  override wake(): void {
    super.wake();
    if (this.state.phase === "ready") this.list.want();
  }

  /** The student opened the details of an application. */
  open(application: string): void {
    this.opened.add(application);
    void quietly(() => this.readDetails([application]));
  }

  /** Submits an application and waits for the outcome. Returns the application. */
  async apply(job: string, message: string): Promise<OneApplication> {
    const body = { resume_id: this.state.resume?.id, ...(message.trim() === "" ? {} : { message: message.trim() }) };
    const accepted = await this.write("POST", `/jobs/${job}/applications`, body);
    return readApplication(job, accepted.id, this.person.token, accepted.receipt.position);
  }

  async step(one: Application, step: "withdraw" | "accept" | "decline"): Promise<void> {
    await this.write("POST", `/jobs/${one.job}/applications/${one.id}/${step}`);
  }

  async save(resume: ResumeDocument, attachment: File | null): Promise<void> {
    if (resume !== this.state.resume?.resume) await this.writes.write("PUT", "/me/resume", resume);
    if (attachment !== null) await this.writes.write("PUT", "/me/resume/attachment", attachment);
    this.set({ resume: await readOwnResume(this.token, this.writes.after) });
  }

  private async write(method: string, path: string, body?: object): Promise<Accepted> {
    try {
      return await this.writes.write(method, path, body);
    } finally {
      await quietly(() => this.readList()); // also after a refusal, which means that the list is out of date
    }
  }

  protected override get token(): string {
    return this.person.token;
  }

  protected override rooms(): readonly string[] {
    const { fair } = this.browse.state;
    return fair === null ? [ROOM] : [ROOM, `fair:${fair}`];
  }

  protected override follow(url: string): void {
    super.follow(url);
    this.everySeen(DETAILS_MS, () => void quietly(() => this.readDetails()));
  }

  protected override onNews(news: readonly Item[], before: MeState): void {
    this.onFairRoom();
    if (news.length === 0) return;
    if (before.room.known) this.set({ applications: updated(this.state.applications, news) });
    this.writes.sawUpTo(this.state.room.decided);
    this.list.want();
    if (news.some(({ event }) => ROUNDS.has(event)))
      void quietly(() => this.round.read(this.browse.state.fair ?? "", this.writes.after));
  }

  private onFairRoom(): void {
    const fair = this.live?.rooms.get(`fair:${this.browse.state.fair}`);
    if (fair === undefined) return;
    this.browse.onRoom(fair);
    this.set({ fairs: restated(this.state.fairs, fair.items) });
    this.fair.want();
  }

  private async readList(): Promise<void> {
    const { token } = this.person;
    const { after } = this.writes;
    const { items } = await pagesOf((cursor) => readOwnApplications(token, { limit: "100", after, cursor }));
    const [consents] = await Promise.all([
      pagesOf((cursor) => readConsents(token, null, cursor)),
      this.openings.refresh(),
      this.learnFairs(items),
    ]);
    this.set({ applications: items, consents: consents.items, reads: this.openings.items });
    await this.cards.read(this.writes.after);
    await this.readDetails();
  }

  /** Reads the fairs of the applications, whose rules must be known before an acceptance. */
  private async learnFairs(applications: readonly OwnApplication[]): Promise<void> {
    const wanted = unlearned(
      this.state.fairs,
      applications.map(({ fair }) => fair),
    );
    await Promise.all(wanted.map((fair) => this.readFair(fair)));
  }

  private async readFair(id: string | null): Promise<void> {
    if (id === null) return;
    const fair = await readFair(id, this.person.token);
    this.set({ fairs: withFair(this.state.fairs, fair) });
  }

  private async readDetails(only?: readonly string[]): Promise<void> {
    const wanted = this.state.applications.filter(
      ({ id, state }) => only?.includes(id) ?? (stands(state) || this.opened.has(id)),
    );
    const read = wanted.slice(0, DETAILS_MAX).map(({ job, id }) => readApplication(job, id, this.person.token));
    const details = new Map(this.state.details);
    for (const one of await Promise.all(read)) details.set(one.id, one);
    this.set({ details });
  }
}
