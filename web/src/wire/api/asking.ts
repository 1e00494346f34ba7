/** What all reads of fair share: addresses and pages of a list. No state: callers decide when to read again. */
import { read } from "../read";
import type { Counters } from "../room";

/** Where the words of a search stand in a text: [begin, end), in Unicode characters. */
export type Range = readonly [begin: number, end: number];
/** By field. */
export type Highlights = Readonly<Record<string, readonly Range[]>>;
export type FacetName = "region" | "degree" | "pay" | "industry" | "employment_type";
/** The values of each filter, and how many jobs each would leave. */
export type Facets = Readonly<Record<FacetName, readonly { readonly value: string; readonly count: number }[]>>;

/** What a search says beside its items. */
export interface Findings {
  readonly facets?: Facets;
  /** How many items match all filters, if `facets` were requested. */
  readonly matches?: number;
  /** `matches` and the counts of `facets` are lower bounds. */
  readonly facets_at_least?: boolean;
  /** Where nothing is found: the nearest query that finds something. */
  readonly suggestion?: string;
}

export interface Page<T> extends Findings {
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

/** The same list with where the words of its search stand. */
export const marked = (query: Query): Query => ({ ...query, highlights: query.q?.trim() ? "true" : null });

export const fairPath = (fair: string): string => `/v1/fairs/${encodeURIComponent(fair)}`;
export const sessionPath = (session: string): string => `/v1/sessions/${encodeURIComponent(session)}`;

/** The most items of a list that a page reads without being asked: twenty reads. A page that has more says so. */
export const LISTED_MAX = 2_000;

/**
 * Reads pages until `most` items are read, and joins them; with the counts of the first page. `next_cursor` is null where these are
 * all. An item that moves to a later page meanwhile is there once.
 */
export async function pagesOf<T>(
  readPage: (cursor: string | null) => Promise<Page<T>>,
  most: number = LISTED_MAX,
): Promise<Page<T>> {
  const { items, next_cursor, ...first } = await readPage(null);
  const found = [...items];
  let cursor = next_cursor ?? null;
  while (cursor !== null && found.length < most) {
    const page = await readPage(cursor);
    found.push(...page.items);
    cursor = page.next_cursor ?? null;
  }
  return { ...first, items: once(found), next_cursor: cursor };
}

/** Each item once, by its `id`; those without one stay. */
function once<T>(items: readonly T[]): readonly T[] {
  const idOf = (item: T, n: number): unknown => (item as { readonly id?: unknown }).id ?? n;
  return [...new Map(items.map((item, n) => [idOf(item, n), item])).values()];
}

const LIST_LIMIT = "50";

/** A page of a fair's list as its organizer filters it, with the counts for the tabs. */
export const listOf = <T>(fair: string, what: string, filters: Query, token: string): Promise<Page<T>> =>
  read(address(`${fairPath(fair)}/${what}`, { counts: "true", limit: LIST_LIMIT, ...filters }), { token });
