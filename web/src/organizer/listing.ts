/**
 * A filtered, paginated list of a fair. The pages that are shown are read again whenever something may have changed.
 * Owns its reads. Draws nothing.
 */
import type { Page, Query } from "../wire/api/asking";
import { quietly } from "../wire/quietly";
import type { Counters } from "../wire/room";
import { Throttle } from "../wire/throttle";

export interface ListState<T> {
  readonly filters: Query;
  readonly items: readonly T[];
  /** How many there are in each state under the other filters. */
  readonly counts: Counters;
  /** Where the next page begins; null after the last one. */
  readonly cursor: string | null;
  readonly phase: "idle" | "loading" | "ready" | "failed";
}

const READ_MS = 300;

export class Listing<T> {
  state: ListState<T>;
  private pages = 1;
  private after: string | null = null;
  private readonly list = new Throttle(() => quietly(() => this.read()), READ_MS);

  constructor(
    private readonly ask: (filters: Query) => Promise<Page<T>>,
    first: Query,
    private readonly onChange: () => void,
  ) {
    this.state = { filters: first, items: [], counts: {}, cursor: null, phase: "idle" };
  }

  stop(): void {
    this.list.stop();
  }

  /** The list is shown, or may have changed: reads it, not before the record `after`. */
  want(after: string | null = null): void {
    this.after = after ?? this.after;
    this.list.want();
  }

  filter(changes: Query): void {
    this.pages = 1;
    this.set({ filters: { ...this.state.filters, ...changes }, phase: "loading" });
    this.list.want();
  }

  more(): void {
    this.pages += 1;
    this.list.want();
  }

  /** Reads all shown pages and replaces them at once, so that rows do not jump while the organizer clicks. */
  private async read(): Promise<void> {
    const { filters } = this.state;
    try {
      let page = await this.ask({ ...filters, after: this.after });
      const { counts = {} } = page;
      const items = [...page.items];
      for (let n = 1; n < this.pages && page.next_cursor; n++) {
        page = await this.ask({ ...filters, cursor: page.next_cursor });
        items.push(...page.items);
      }
      if (this.state.filters !== filters) return this.list.want(); // the filters have changed meanwhile
      this.set({ items, counts, cursor: page.next_cursor ?? null, phase: "ready" });
    } catch (error) {
      this.set({ phase: "failed" });
      throw error;
    }
  }

  private set(changes: Partial<ListState<T>>): void {
    this.state = { ...this.state, ...changes };
    this.onChange();
  }
}
