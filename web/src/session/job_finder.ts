/** The jobs among which a host looks for one to drop or pin, searched on the server. Owns these reads. Draws nothing. */
import type { Findings, Page } from "../wire/api/asking";
import type { Job } from "../wire/api/jobs";
import { quietly } from "../wire/quietly";
import { Throttle } from "../wire/throttle";

export interface FinderState {
  readonly query: string;
  /** What the server found for `query`; null until it has answered. */
  readonly found: readonly Job[] | null;
  readonly findings: Findings;
  /** Whether the server found more than it sent. */
  readonly hasMore: boolean;
}

const READ_MS = 300;
const NOTHING: FinderState = { query: "", found: null, findings: {}, hasMore: false };

export class JobFinder {
  state = NOTHING;
  private readonly list = new Throttle(() => quietly(() => this.read()), READ_MS);

  /** `ask` reads the open jobs that the host may drop, by a query. */
  constructor(
    private readonly ask: (query: string) => Promise<Page<Job>>,
    private readonly onChange: () => void,
  ) {}

  stop(): void {
    this.list.stop();
  }

  search(query: string): void {
    this.set(query.trim() === "" ? { ...NOTHING, query } : { ...this.state, query });
    if (query.trim() !== "") this.list.want();
  }

  private async read(): Promise<void> {
    const { query } = this.state;
    if (query.trim() === "") return;
    const page = await this.ask(query.trim());
    if (query !== this.state.query) return this.list.want(); // it has changed meanwhile
    this.set({ query, found: page.items, findings: page, hasMore: Boolean(page.next_cursor) });
  }

  private set(state: FinderState): void {
    this.state = state;
    this.onChange();
  }
}
