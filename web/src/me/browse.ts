/** The jobs of one fair: search, and jobs that are published while the page is open. Draws nothing. */
import { type Findings, type Page, pagesOf, type Query } from "../wire/api/asking";
import { type Job, readJobs, searched } from "../wire/api/jobs";
import { readSessions, type Session } from "../wire/api/sessions";
import { newItems } from "../wire/news";
import { PagedList } from "../wire/paged_list";
import { emptyRoom, type Room } from "../wire/room";
import { SPREAD_MS, Throttle } from "../wire/throttle";

export interface BrowseState {
  readonly fair: string | null;
  readonly query: string;
  /** The filters that are set, and `sort`. */
  readonly filters: Query;
  /** What the search says beside the jobs. */
  readonly findings: Findings;
  readonly jobs: readonly Job[];
  readonly cursor: string | null;
  readonly phase: "loading" | "ready" | "failed";
  /** Jobs that were published since the page was opened. */
  readonly fresh: ReadonlySet<string>;
  /** Sessions that are live now. */
  readonly live: readonly Session[];
}

const READ_MS = 300;
const RETRY_MS = 3_000;
/** How long the counts of a search stand while only the jobs change: to count is dearer than to read a page. */
const COUNTED_MS = 30_000;
const PAGE = 20;
const CHANGING = new Set(["JobPublished", "JobAmended", "JobClosed"]);

const NOTHING = { findings: {}, jobs: [], cursor: null, phase: "loading", fresh: new Set<string>(), live: [] } as const;

export class Browse {
  state: BrowseState = { ...NOTHING, fair: null, query: "", filters: {} };
  private room: Room | null = null;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private retryLive: ReturnType<typeof setTimeout> | undefined;
  private after: string | null = null;
  /** When the shown counts were read; null for those of another search. */
  private countedAt: number | null = null;
  private readonly found = new PagedList<Job>(
    (cursor, limit) => this.page(cursor, limit),
    ({ id }) => id,
    PAGE,
  );
  private readonly list = new Throttle(() => this.read(), READ_MS);
  private readonly sessions = new Throttle(() => this.readLive(), READ_MS);

  /** `onTurn` receives the previous fair and the chosen one. */
  constructor(
    private readonly token: string,
    private readonly onChange: () => void,
    private readonly onTurn: (before: string | null, after: string) => void,
  ) {}

  stop(): void {
    clearTimeout(this.retry);
    clearTimeout(this.retryLive);
    this.list.stop();
    this.sessions.stop();
  }

  choose(fair: string): void {
    const before = this.state.fair;
    if (before === fair) return;
    this.room = this.after = null;
    this.found.clear();
    this.countedAt = null;
    this.set({ ...NOTHING, fair });
    this.onTurn(before, fair);
    this.list.want();
    this.sessions.want();
  }

  /** The jobs found before stay until those of the new query come. */
  search(query: string): void {
    this.found.restart();
    this.countedAt = null;
    this.set({ query, cursor: null });
    this.list.want();
  }

  /** Sets filters and the order; null removes a filter. */
  filter(changes: Query): void {
    this.found.restart();
    this.countedAt = null;
    this.set({ filters: { ...this.state.filters, ...changes }, cursor: null });
    this.list.want();
  }

  /** Another search as a whole, as an address has it. */
  restore({ q, ...filters }: Query): void {
    this.found.restart();
    this.countedAt = null;
    this.set({ query: q ?? "", filters, cursor: null });
    this.list.want();
  }

  /** One more page, however often it is pressed meanwhile. */
  async more(): Promise<void> {
    await this.found.more();
    this.show();
  }

  onRoom(room: Room): void {
    const before = this.room ?? emptyRoom(room.name);
    this.room = room;
    const items = newItems(before, room); // all of a first snapshot: it may contain items newer than the lists
    const news = items.filter(({ event }) => CHANGING.has(event));
    const isOfSession = items.some(({ event }) => event.startsWith("FairSession"));
    if (news.length > 0 || isOfSession) this.after = room.decided;
    if (isOfSession) this.sessions.want(SPREAD_MS);
    if (news.length === 0) return;
    this.list.want(SPREAD_MS);
    if (!before.known) return;
    const published = news.filter(({ event }) => event === "JobPublished").map(({ data }) => String(data.job));
    this.set({ fresh: new Set([...this.state.fresh, ...published]) });
  }

  private async readLive(): Promise<void> {
    const { fair } = this.state;
    if (fair === null) return;
    try {
      const read = (cursor: string | null) => readSessions(fair, this.token, this.after, cursor);
      const { items } = await pagesOf(read);
      if (this.state.fair !== fair) return this.sessions.want();
      this.set({ live: items.filter(({ state }) => state === "live") });
    } catch {
      this.retryLive = setTimeout(() => this.sessions.want(), RETRY_MS);
    }
  }

  /** Reads as many jobs again as are shown. */
  private async read(): Promise<void> {
    if (this.state.fair === null) return;
    try {
      const first = await this.found.refresh();
      if (first === null) return this.list.want(); // the search has changed meanwhile
      this.show(first);
    } catch {
      this.set({ phase: "failed" });
      this.retry = setTimeout(() => this.list.want(), RETRY_MS);
    }
  }

  private page(cursor: string | null, limit: number): Promise<Page<Job>> {
    const { fair, query, filters } = this.state;
    const after = cursor === null ? this.after : null;
    const asked = { ...filters, q: query.trim(), limit: String(limit), cursor, state: "open", after };
    const isCounted = this.countedAt !== null && Date.now() - this.countedAt < COUNTED_MS;
    return readJobs(fair ?? "", searched(asked, isCounted), this.token);
  }

  /** `said`: what the first page says of the search. */
  private show(said: Findings = {}): void {
    const { items, cursor } = this.found;
    const isCounted = said.matches !== undefined;
    if (isCounted) this.countedAt = Date.now();
    const findings = isCounted ? said : this.state.findings;
    this.set({ jobs: this.freshFirst(items), cursor, phase: "ready", findings });
  }

  private freshFirst(jobs: readonly Job[]): readonly Job[] {
    const { fresh, query, filters } = this.state;
    if (query.trim() !== "" || filters.sort) return jobs;
    return [...jobs.filter(({ id }) => fresh.has(id)), ...jobs.filter(({ id }) => !fresh.has(id))];
  }

  private set(changes: Partial<BrowseState>): void {
    this.state = { ...this.state, ...changes };
    this.onChange();
  }
}
