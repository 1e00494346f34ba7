/**
 * Employer first, as the enterprise does it: searching cards, contacting people about a job, and their answers.
 *
 * Owns these reads and writes, which the desk's model runs. Draws nothing.
 */
import { marked, pagesOf } from "../wire/api/asking";
import { type Approach, type FoundCard, readApproaches, readCards } from "../wire/api/cards";
import { PagedList } from "../wire/paged_list";
import type { Office } from "./office";

export interface Sought {
  readonly q: string;
  readonly degree: string;
  readonly major: string;
  readonly region: string;
  readonly industry: string;
  readonly employment_type: string;
}

export interface SeekingState {
  readonly sought: Sought;
  readonly cards: readonly FoundCard[];
  /** Where nobody is found: the nearest words that find somebody. */
  readonly suggestion: string | null;
  /** Where the next page begins; null after the last one. */
  readonly cursor: string | null;
  /** The job that people are contacted about. */
  readonly job: string | null;
  /** Those for that job, the newest first. */
  readonly approaches: readonly Approach[];
}

export const NOTHING_SOUGHT: Sought = { q: "", degree: "", major: "", region: "", industry: "", employment_type: "" };
const PAGE = 20;

export class Seeking {
  state: SeekingState = {
    sought: NOTHING_SOUGHT,
    cards: [],
    suggestion: null,
    cursor: null,
    job: null,
    approaches: [],
  };
  private readonly found: PagedList<FoundCard>;

  constructor(
    private readonly office: Office,
    private readonly onChange: () => void,
  ) {
    const read = (cursor: string | null, limit: number) => {
      const { fair, token, after } = office;
      return readCards(fair, token, marked({ ...this.state.sought, limit: String(limit), cursor, after }));
    };
    this.found = new PagedList(read, ({ id }) => id, PAGE);
  }

  async search(sought: Sought): Promise<void> {
    this.found.restart();
    this.set({ sought, cursor: null });
    await this.read();
  }

  async more(): Promise<void> {
    await this.found.more();
    this.show();
  }

  choose(job: string): void {
    if (this.state.job !== job) this.set({ job, approaches: [] });
  }

  /** Reads the cards, and the approaches for `job`. */
  async lookAt(job: string): Promise<void> {
    this.choose(job);
    await this.read();
  }

  /** Reads the cards that are shown again, and the approaches. */
  async read(): Promise<void> {
    const [first] = await Promise.all([this.found.refresh(), this.readApproaches()]);
    if (first !== null) this.set({ suggestion: first.suggestion ?? null });
    this.show();
  }

  private show(): void {
    const { items, cursor } = this.found;
    this.set({ cards: items, cursor });
  }

  async readApproaches(): Promise<void> {
    const { job } = this.state;
    if (job === null) return;
    const { token, after } = this.office;
    const { items } = await pagesOf((cursor) => readApproaches(job, token, { limit: "100", after, cursor }));
    if (this.state.job === job) this.set({ approaches: items.toReversed() });
  }

  async approach(card: string, body: object): Promise<void> {
    const { job } = this.state;
    await this.office.write("POST", `/fairs/${this.office.fair}/cards/${card}/approach`, { job, ...body });
    await this.read();
  }

  private set(changes: Partial<SeekingState>): void {
    this.state = { ...this.state, ...changes };
    this.onChange();
  }
}
