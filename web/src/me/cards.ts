/**
 * Employer first, as the student sees it: their cards, and the enterprises that contacted them because of one. Owns its reads and writes,
 * which the page's model runs. Draws nothing.
 */
import { pagesOf } from "../wire/api/asking";
import { type OwnApproach, type OwnCard, readOwnApproaches, readOwnCards, type Wants } from "../wire/api/cards";
import type { Accepted } from "../wire/writes";

export interface CardsState {
  /** By fair. */
  readonly cards: ReadonlyMap<string, OwnCard>;
  /** Those that wait for an answer, the most urgent first. */
  readonly approaches: readonly OwnApproach[];
}

type Write = (method: string, path: string, body?: object) => Promise<Accepted>;

export class Cards {
  state: CardsState = { cards: new Map(), approaches: [] };

  constructor(
    private readonly token: string,
    private readonly write: Write,
    private readonly onChange: () => void,
  ) {}

  async read(after?: string | null): Promise<void> {
    const [cards, approaches] = await Promise.all([
      pagesOf((cursor) => readOwnCards(this.token, after, cursor)),
      pagesOf((cursor) => readOwnApproaches(this.token, after, cursor)),
    ]);
    this.state = {
      cards: new Map(cards.items.map((card) => [card.fair, card])),
      approaches: approaches.items.toSorted((a, b) => Date.parse(a.deadline) - Date.parse(b.deadline)),
    };
    this.onChange();
  }

  async show(fair: string, wants: Wants): Promise<void> {
    await this.write("PUT", `/fairs/${fair}/card`, Object.keys(wants).length > 0 ? { wants } : {});
  }

  async hide(fair: string): Promise<void> {
    await this.write("POST", `/fairs/${fair}/card/hide`);
  }

  /** To accept is to apply. */
  async answer({ job, id }: OwnApproach, step: "accept" | "decline"): Promise<void> {
    await this.write("POST", `/jobs/${job}/approaches/${id}/${step}`);
  }
}
