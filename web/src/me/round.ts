/**
 * The closing round, as the student sees it: their ranking of jobs, and the results. Owns its reads and
 * writes, which the page's model runs. Draws nothing.
 */
import { pagesOf } from "../wire/api/asking";
import { type OwnRound, readOwnRanking, readOwnRounds } from "../wire/api/rounds";
import type { Accepted } from "../wire/writes";

export interface RoundState {
  /** Jobs, best first, by fair. */
  readonly rankings: ReadonlyMap<string, readonly string[]>;
  /** Newest first. */
  readonly rounds: readonly OwnRound[];
}

type Write = (method: string, path: string, body?: object) => Promise<Accepted>;

export class Round {
  state: RoundState = { rankings: new Map(), rounds: [] };

  constructor(
    private readonly token: string,
    private readonly write: Write,
    private readonly onChange: () => void,
  ) {}

  async read(fair: string, after?: string | null): Promise<void> {
    const [{ jobs }, { items }] = await Promise.all([
      readOwnRanking(fair, this.token, after),
      pagesOf((cursor) => readOwnRounds(this.token, after, cursor)),
    ]);
    this.state = { rankings: new Map([...this.state.rankings, [fair, jobs]]), rounds: items };
    this.onChange();
  }

  /** An empty ranking withdraws it. */
  async rank(fair: string, jobs: readonly string[]): Promise<void> {
    const { receipt } = await this.write("PUT", `/fairs/${fair}/ranking`, { jobs });
    await this.read(fair, receipt.position);
  }
}
