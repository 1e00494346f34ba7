/**
 * A list that is read page by page: each item once, all of the newest query. Draws nothing.
 *
 * Reads run one after the other, so that a page is never appended twice or to another list. The answer to an older query is ignored.
 */
import type { Page } from "./api/asking";

/** `cursor` is null for the first page; `limit` is how many items are wanted at most. */
export type ReadPage<T> = (cursor: string | null, limit: number) => Promise<Page<T>>;

/** The most items that fair answers at once. */
export const PAGE_MAX = 100;

export class PagedList<T> {
  items: readonly T[] = [];
  /** Where the next page begins; null after the last one, and until the first page of a new query has come. */
  cursor: string | null = null;
  /** Grows with each query. */
  private query = 0;
  /** How many items of the query are shown: that number is read again. */
  private shown = 0;
  private last: Promise<unknown> = Promise.resolve();
  private next: Promise<void> | null = null;

  /** `read` reads by the query as it is when it is called. */
  constructor(
    private readonly read: ReadPage<T>,
    private readonly idOf: (item: T) => string,
    private readonly size: number,
  ) {}

  /** The query has changed. Its items replace those of the old one, which stay until they come. */
  restart(): void {
    this.query += 1;
    this.shown = 0;
    this.cursor = null;
    this.last = Promise.resolve();
    this.next = null;
  }

  /** Forgets the items too. */
  clear(): void {
    this.restart();
    this.items = [];
  }

  /** Reads as many items again as are shown. Resolves with the first page; with null if the query has changed meanwhile. */
  refresh(): Promise<Page<T> | null> {
    const { query } = this;
    return this.inTurn(async () => {
      const first = await this.page(query, null, Math.min(PAGE_MAX, Math.max(this.size, this.shown)));
      const found = first === null ? [] : [...first.items];
      let cursor = first?.next_cursor ?? null;
      while (cursor !== null && found.length < this.shown) {
        const page = await this.page(query, cursor, Math.min(PAGE_MAX, this.shown - found.length));
        if (page === null) return null;
        found.push(...page.items);
        cursor = page.next_cursor ?? null;
      }
      if (first !== null) this.show(found, cursor);
      return first;
    });
  }

  /** Reads one more page. While that runs, another call waits for the same one. */
  more(): Promise<void> {
    if (this.next !== null) return this.next;
    const { query } = this;
    const next = this.inTurn(async () => {
      const page = this.cursor === null ? null : await this.page(query, this.cursor, this.size);
      if (page !== null) this.show([...this.items, ...page.items], page.next_cursor ?? null);
    });
    this.next = next;
    const done = (): void => {
      if (this.next === next) this.next = null;
    };
    next.then(done, done);
    return next;
  }

  /** Null if the query has changed before or meanwhile. */
  private async page(query: number, cursor: string | null, limit: number): Promise<Page<T> | null> {
    if (query !== this.query) return null;
    const page = await this.read(cursor, limit);
    return query === this.query ? page : null;
  }

  private show(found: readonly T[], cursor: string | null): void {
    this.items = [...new Map(found.map((item) => [this.idOf(item), item])).values()];
    this.shown = this.items.length;
    this.cursor = cursor;
  }

  private inTurn<R>(work: () => Promise<R>): Promise<R> {
    const done = this.last.then(work);
    this.last = done.catch(() => undefined);
    return done;
  }
}
