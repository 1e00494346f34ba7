/**
 * A filtered, paginated list of a fair. What is shown is read again whenever something may have changed, and replaced at once, so that
 * rows do not jump while the organizer clicks. Owns its reads. Draws nothing.
 */
import type { Findings, Page, Query } from "../wire/api/asking";
import { PagedList } from "../wire/paged_list";
import { quietly } from "../wire/quietly";
import type { Counters } from "../wire/room";
import { Throttle } from "../wire/throttle";

export interface ListState<T> {
  readonly filters: Query;
  readonly items: readonly T[];
  /** How many there are in each state under the other filters. */
  readonly counts: Counters;
  /** What the search says beside the items. */
  readonly findings: Findings;
  /** Where the next page begins; null after the last one. */
  readonly cursor: string | null;
  readonly phase: "idle" | "loading" | "ready" | "failed";
}

const READ_MS = 300;
const PAGE = 50;

export class Listing<T> {
  state: ListState<T>;
  private after: string | null = null;
  private readonly found: PagedList<T>;
  private readonly list = new Throttle(() => quietly(() => this.read()), READ_MS);

  constructor(
    ask: (filters: Query) => Promise<Page<T>>,
    first: Query,
    idOf: (item: T) => string,
    private readonly onChange: () => void,
  ) {
    const read = (cursor: string | null, limit: number): Promise<Page<T>> => {
      const where = cursor === null ? { after: this.after } : { cursor };
      return ask({ ...this.state.filters, ...(limit === PAGE ? {} : { limit: String(limit) }), ...where });
    };
    this.found = new PagedList(read, idOf, PAGE);
    this.state = { filters: first, items: [], counts: {}, findings: {}, cursor: null, phase: "idle" };
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
    this.found.restart();
    this.set({ filters: { ...this.state.filters, ...changes }, cursor: null, phase: "loading" });
    this.list.want();
  }

  /** One more page, however often it is pressed meanwhile. */
  async more(): Promise<void> {
    await this.found.more();
    this.show({});
  }

  private async read(): Promise<void> {
    try {
      const first = await this.found.refresh();
      if (first === null) return this.list.want(); // the filters have changed meanwhile
      this.show({ counts: first.counts ?? {}, findings: first });
    } catch (error) {
      this.set({ phase: "failed" });
      throw error;
    }
  }

  private show(more: Partial<ListState<T>>): void {
    const { items, cursor } = this.found;
    this.set({ items, cursor, phase: "ready", ...more });
  }

  private set(changes: Partial<ListState<T>>): void {
    this.state = { ...this.state, ...changes };
    this.onChange();
  }
}
