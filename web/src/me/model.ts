/**
 * What a student's page shows, and where it comes from: the room `me` live, and fair's reads around it.
 *
 * Owns the page's reads, socket and timers. Draws nothing: the page asks `state` after each `onChange`.
 */

import type { Person } from "../signed_in";
import {
  type Application,
  type OneApplication,
  type OwnApplication,
  readApplication,
  readOwnApplications,
} from "../wire/api/applications";
import { readConfig } from "../wire/api/config";
import { type Fair, readFair, readFairs } from "../wire/api/fairs";
import {
  type Consent,
  type OwnResume,
  type ResumeDocument,
  type ResumeOpened,
  readConsents,
  readOwnResume,
  readReads,
} from "../wire/api/resumes";
import { Refused } from "../wire/http";
import { Live, liveUrl, type Status } from "../wire/live";
import { newItems } from "../wire/news";
import { quietly } from "../wire/quietly";
import { emptyRoom, type Room } from "../wire/room";
import { Throttle } from "../wire/throttle";
import { told } from "../wire/told";
import { type Accepted, Writes } from "../wire/writes";
import { Browse } from "./browse";
import { Cards } from "./cards";
import { restated, unlearned, withFair } from "./fairs";
import { Round } from "./round";
import { stands } from "./standing";

export interface MeState {
  readonly phase: "loading" | "ready" | "failed";
  readonly error: unknown;
  readonly applications: readonly OwnApplication[];
  /** The wider view of those that were opened or still stand. */
  readonly details: ReadonlyMap<string, OneApplication>;
  /** Null where none is saved yet. */
  readonly resume: OwnResume | null;
  /** When enterprises opened the resume, newest first. */
  readonly reads: readonly ResumeOpened[];
  /** Who may see it, and who no more, newest first. */
  readonly consents: readonly Consent[];
  readonly fairs: readonly Fair[];
  readonly room: Room;
  readonly status: Status;
  readonly heardAt: number | null;
}

const ROOM = "me";
/** A closing round was held, and one took part. */
const ROUNDS = new Set(["ClosingRoundHeld", "MatchedInRound"]);
const LIST_MS = 1_000;
/** How many an opened page asks the queue's length of, so that a keen applicant costs no more than others. */
const DETAILS_MAX = 20;
const DETAILS_MS = 20_000;
/** How often the fair that is looked at is read anew: how fast its enterprises answer changes slowly. */
const FAIR_MS = 60_000;

export class Me {
  state: MeState;
  readonly browse: Browse;
  readonly cards: Cards;
  readonly round: Round;
  private writes: Writes | null = null;
  private live: Live | null = null;
  private after: string | undefined;
  private timer: ReturnType<typeof setInterval> | undefined;
  private readonly opened = new Set<string>();
  private readonly list = new Throttle(() => quietly(() => this.readList()), LIST_MS);
  private readonly fair = new Throttle(() => quietly(() => this.readFair(this.browse.state.fair)), FAIR_MS);

  constructor(
    private readonly person: Person,
    private readonly onChange: () => void,
  ) {
    this.browse = new Browse(person.token, onChange, (before, after) => this.turn(before, after));
    const write = (method: string, path: string, body?: object): Promise<Accepted> => this.write(method, path, body);
    this.cards = new Cards(person.token, write, onChange);
    this.round = new Round(person.token, write, onChange);
    const room = emptyRoom(ROOM);
    const status: Status = { kind: "connecting" };
    const nothing = { applications: [], details: new Map(), resume: null, reads: [], consents: [], fairs: [] };
    this.state = { phase: "loading", error: null, ...nothing, room, status, heardAt: null };
  }

  async start(): Promise<void> {
    this.set({ phase: "loading", error: null });
    try {
      const [config, fairs, resume] = await Promise.all([readConfig(), readFairs(null), this.readResume()]);
      this.writes = new Writes(config.ingest, this.person.token);
      this.set({ fairs: fairs.items, resume });
      await this.readList();
      this.set({ phase: "ready" });
      this.follow(config.live);
    } catch (error) {
      this.set({ phase: "failed", error });
    }
  }

  stop(): void {
    clearInterval(this.timer);
    this.list.stop();
    this.fair.stop();
    this.browse.stop();
    this.live?.stop();
  }

  /** The jobs of another fair are looked at: hear of that one. */
  private turn(before: string | null, after: string): void {
    if (before !== null) this.live?.leave(`fair:${before}`);
    this.live?.join(`fair:${after}`);
    void quietly(() => this.readFair(after));
  }

  wake(): void {
    this.live?.wake();
    if (this.state.phase === "ready") this.list.want();
    else if (this.state.phase === "failed") void this.start();
  }

  /** One application is looked at closely. */
  open(application: string): void {
    this.opened.add(application);
    void quietly(() => this.readDetails([application]));
  }

  /** Submit to a job, until it is decided. Returns the application as it then stands. */
  async apply(job: string, message: string): Promise<OneApplication> {
    const body = { resume_id: this.state.resume?.id, ...(message.trim() === "" ? {} : { message: message.trim() }) };
    const accepted = await this.write("POST", `/jobs/${job}/applications`, body);
    return readApplication(job, accepted.id, this.person.token, accepted.receipt.position);
  }

  async step(one: Application, step: "withdraw" | "accept" | "decline"): Promise<void> {
    await this.write("POST", `/jobs/${one.job}/applications/${one.id}/${step}`);
  }

  async save(resume: ResumeDocument, attachment: File | null): Promise<void> {
    const { writes, person } = this;
    if (writes === null) return;
    let { receipt } = await writes.settle("PUT", "/me/resume", resume);
    if (attachment !== null) ({ receipt } = await writes.settle("PUT", "/me/resume/attachment", attachment));
    this.set({ resume: await readOwnResume(person.token, receipt.position) });
  }

  private async write(method: string, path: string, body?: object): Promise<Accepted> {
    if (this.writes === null) throw new Error("not ready");
    try {
      const accepted = await this.writes.settle(method, path, body);
      this.after = accepted.receipt.position;
      return accepted;
    } finally {
      await quietly(() => this.readList()); // also after a refusal: it says that things stand otherwise
    }
  }

  private follow(configured: string): void {
    const { token } = this.person;
    this.live = new Live({
      url: liveUrl(configured, location),
      token,
      rooms: this.rooms(),
      onChange: () => this.heard(),
    });
    this.live.start();
    this.timer = setInterval(
      () => void (document.visibilityState === "visible" && quietly(() => this.readDetails())),
      DETAILS_MS,
    );
  }

  private rooms(): string[] {
    const { fair } = this.browse.state;
    return fair === null ? [ROOM] : [ROOM, `fair:${fair}`];
  }

  private heard(): void {
    if (this.live === null) return;
    const fair = this.live.rooms.get(`fair:${this.browse.state.fair}`);
    if (fair !== undefined) {
      this.browse.heard(fair);
      this.set({ fairs: restated(this.state.fairs, fair.items) });
      this.fair.want();
    }
    const before = this.state.room;
    const room = this.live.rooms.get(ROOM) ?? before;
    const news = newItems(before, room);
    const applications = before.known ? told(this.state.applications, news) : this.state.applications;
    this.set({ room, status: this.live.status, heardAt: this.live.heardAt, applications });
    if (news.length > 0) {
      this.after = room.decided ?? this.after;
      this.list.want();
    }
    if (news.some(({ event }) => ROUNDS.has(event)))
      void quietly(() => this.round.read(this.browse.state.fair ?? "", this.after));
  }

  private async readList(): Promise<void> {
    const { token } = this.person;
    const { items } = await readOwnApplications(token, { limit: "100", after: this.after });
    const [reads, consents] = await Promise.all([readReads(token), readConsents(token), this.learnFairs(items)]);
    this.set({ applications: items, reads: reads.items, consents: consents.items });
    await this.cards.read(this.after);
    await this.readDetails();
  }

  /** What a fair's rules are is known before anybody accepts by them. */
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

  private async readResume(): Promise<OwnResume | null> {
    try {
      return await readOwnResume(this.person.token);
    } catch (error) {
      if (error instanceof Refused && error.status === 404) return null;
      throw error;
    }
  }

  private set(changes: Partial<MeState>): void {
    this.state = { ...this.state, ...changes };
    this.onChange();
  }
}
