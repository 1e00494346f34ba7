/** The jobs of one fair: search, and jobs that are published while the page is open. Draws nothing. */
import { type Job, readJobs } from "../wire/api/jobs";
import { readSessions, type Session } from "../wire/api/sessions";
import { newItems } from "../wire/news";
import { emptyRoom, type Room } from "../wire/room";
import { SPREAD_MS, Throttle } from "../wire/throttle";

export interface BrowseState {
  readonly fair: string | null;
  readonly query: string;
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
const LIMIT = "20";
const CHANGING = new Set(["JobPublished", "JobAmended", "JobClosed"]);

export class Browse {
  state: BrowseState = { fair: null, query: "", jobs: [], cursor: null, phase: "loading", fresh: new Set(), live: [] };
  private room: Room | null = null;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private retryLive: ReturnType<typeof setTimeout> | undefined;
  private after: string | null = null;
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
    this.set({ fair, jobs: [], cursor: null, phase: "loading", fresh: new Set(), live: [] });
    this.onTurn(before, fair);
    this.list.want();
    this.sessions.want();
  }

  search(query: string): void {
    this.set({ query });
    this.list.want();
  }

  async more(): Promise<void> {
    const { fair, cursor, query } = this.state;
    if (fair === null || cursor === null) return;
    const page = await readJobs(fair, { q: query.trim(), limit: LIMIT, cursor, state: "open" }, this.token);
    this.set({ jobs: [...this.state.jobs, ...page.items], cursor: page.next_cursor ?? null });
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
      const { items } = await readSessions(fair, this.token, this.after);
      if (this.state.fair !== fair) return this.sessions.want();
      this.set({ live: items.filter(({ state }) => state === "live") });
    } catch {
      this.retryLive = setTimeout(() => this.sessions.want(), RETRY_MS);
    }
  }

  /** Reads the first page again: a list that changes is read from its top. */
  private async read(): Promise<void> {
    const { fair, query } = this.state;
    if (fair === null) return;
    try {
      const asked = { q: query.trim(), limit: LIMIT, state: "open", after: this.after };
      const { items, next_cursor } = await readJobs(fair, asked, this.token);
      if (this.state.fair !== fair || this.state.query !== query) return this.list.want(); // the search has changed meanwhile
      this.set({ jobs: this.freshFirst(items), cursor: next_cursor ?? null, phase: "ready" });
    } catch {
      this.set({ phase: "failed" });
      this.retry = setTimeout(() => this.list.want(), RETRY_MS);
    }
  }

  private freshFirst(jobs: readonly Job[]): readonly Job[] {
    if (this.state.query.trim() !== "") return jobs;
    const { fresh } = this.state;
    return [...jobs.filter(({ id }) => fresh.has(id)), ...jobs.filter(({ id }) => !fresh.has(id))];
  }

  private set(changes: Partial<BrowseState>): void {
    this.state = { ...this.state, ...changes };
    this.onChange();
  }
}
