/** What all reads of fair share: addresses and pages of a list. No state, no retries: callers decide both. */
import { ask } from "../http";
import type { Counters } from "../room";

export interface Page<T> {
  readonly items: readonly T[];
  readonly next_cursor?: string | null;
  /** How many there are in each state, if `counts` was requested. */
  readonly counts?: Counters;
}

export type Query = Readonly<Record<string, string | null | undefined>>;

/** `path?name=value&…`, without empty values. */
export function address(path: string, query: Query = {}): string {
  const asked = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const text = new URLSearchParams(asked).toString();
  return text === "" ? path : `${path}?${text}`;
}

export const fairPath = (fair: string): string => `/v1/fairs/${encodeURIComponent(fair)}`;
export const sessionPath = (session: string): string => `/v1/sessions/${encodeURIComponent(session)}`;

/** Reads pages until `most` items are read, and joins them; with the counts of the first page. */
export async function pagesOf<T>(read: (cursor: string | null) => Promise<Page<T>>, most: number): Promise<Page<T>> {
  const { items, next_cursor, ...first } = await read(null);
  const found = [...items];
  for (let cursor = next_cursor; cursor && found.length < most; ) {
    const page = await read(cursor);
    found.push(...page.items);
    cursor = page.next_cursor;
  }
  return { ...first, items: found };
}

const LIST_LIMIT = "50";

/** A page of a fair's list as its organizer filters it, with the counts for the tabs. */
export const listOf = <T>(fair: string, what: string, filters: Query, token: string): Promise<Page<T>> =>
  ask(address(`${fairPath(fair)}/${what}`, { counts: "true", limit: LIST_LIMIT, ...filters }), { token });
