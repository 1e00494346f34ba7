/**
 * Employer first, as the enterprise does it: searching cards, contacting people about a job, and their answers.
 *
 * Owns these reads and writes, which the desk's model runs. Draws nothing.
 */
import { type Page, pagesOf } from "../wire/api/asking";
import { type Approach, type FoundCard, readApproaches, readCards } from "../wire/api/cards";
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
  /** Where the next page begins; null after the last one. */
  readonly cursor: string | null;
  /** The job that people are contacted about. */
  readonly job: string | null;
  /** Those for that job, the newest first. */
  readonly approaches: readonly Approach[];
}

export const NOTHING_SOUGHT: Sought = { q: "", degree: "", major: "", region: "", industry: "", employment_type: "" };
const PAGE = "20";
const APPROACHES_MAX = 500;

export class Seeking {
  state: SeekingState = { sought: NOTHING_SOUGHT, cards: [], cursor: null, job: null, approaches: [] };

  constructor(
    private readonly office: Office,
    private readonly onChange: () => void,
  ) {}

  async search(sought: Sought): Promise<void> {
    this.set({ sought });
    await this.read();
  }

  async more(): Promise<void> {
    const { cards, cursor, sought } = this.state;
    const page = await this.find(cursor);
    if (this.state.sought === sought) this.set({ cards: [...cards, ...page.items], cursor: page.next_cursor ?? null });
  }

  choose(job: string): void {
    if (this.state.job !== job) this.set({ job, approaches: [] });
  }

  /** Reads the cards, and the approaches for `job`. */
  async lookAt(job: string): Promise<void> {
    this.choose(job);
    await this.read();
  }

  /** Reads the first page again, and the approaches. */
  async read(): Promise<void> {
    const { sought } = this.state;
    const [page] = await Promise.all([this.find(null), this.readApproaches()]);
    if (this.state.sought === sought) this.set({ cards: page.items, cursor: page.next_cursor ?? null });
  }

  async readApproaches(): Promise<void> {
    const { job } = this.state;
    if (job === null) return;
    const { token, after } = this.office;
    const { items } = await pagesOf(
      (cursor) => readApproaches(job, token, { limit: "100", after, cursor }),
      APPROACHES_MAX,
    );
    if (this.state.job === job) this.set({ approaches: items.toReversed() });
  }

  async approach(card: string, body: object): Promise<void> {
    const { job } = this.state;
    await this.office.write("POST", `/fairs/${this.office.fair}/cards/${card}/approach`, { job, ...body });
    await this.read();
  }

  private find(cursor: string | null): Promise<Page<FoundCard>> {
    const { fair, token, after } = this.office;
    return readCards(fair, token, { ...this.state.sought, limit: PAGE, cursor, after });
  }

  private set(changes: Partial<SeekingState>): void {
    this.state = { ...this.state, ...changes };
    this.onChange();
  }
}
