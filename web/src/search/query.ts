/** What a search of jobs consists of, and how it stands in an address. Pure. */
import type { FacetName, Query } from "../wire/api/asking";

/** The filters of jobs, those that most people use first. */
export const FACETS: readonly FacetName[] = ["region", "degree", "pay", "industry", "employment_type"];
export const SORTS = ["relevance", "newest", "pay"] as const;
/** Also for the organizer. */
export const ALL_SORTS = [...SORTS, "applications"] as const;
export const QUERY_MAX = 200;

/** The values that a filter takes, where it does not take any text; another one in an address is ignored. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  degree: ["any", "secondary", "associate", "bachelor", "master", "doctorate"],
  employment_type: ["full_time", "part_time", "internship", "contract"],
  pay: ["0-3000", "3000-5000", "5000-8000", "8000-12000", "12000-20000", "20000-30000", "30000-"],
  sort: ALL_SORTS,
};
const NAMES = ["q", ...FACETS, "sort"];

/** The search in an address: null for what is not set. */
export function searchIn(params: URLSearchParams): Query {
  return Object.fromEntries(NAMES.map((name) => [name, valueIn(params, name)]));
}

function valueIn(params: URLSearchParams, name: string): string | null {
  const value = (params.get(name) ?? "").trim().slice(0, QUERY_MAX);
  return value !== "" && (KNOWN[name]?.includes(value) ?? true) ? value : null;
}

/** The part of an address after its path, with these parameters; others stay. Empty values are left out. */
export function withParams(search: string, shown: Query): string {
  const params = new URLSearchParams(search);
  for (const [name, value] of Object.entries(shown)) {
    const text = value?.trim() ?? "";
    if (text === "") params.delete(name);
    else params.set(name, text);
  }
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}

/** Whether two addresses say the same, in whatever order. */
export function isSameSearch(one: string, other: string): boolean {
  const sorted = (search: string): string => {
    const params = new URLSearchParams(search);
    params.sort();
    return params.toString();
  };
  return sorted(one) === sorted(other);
}

/** Whether nothing but the words of the search differs. */
export function isTyping(before: Query, after: Query): boolean {
  const names = Object.keys({ ...before, ...after }).filter((name) => (before[name] ?? "") !== (after[name] ?? ""));
  return names.length === 1 && names[0] === "q";
}

/** The filters that are set, in the order in which they are shown. */
export function chosenIn(filters: Query): readonly (readonly [FacetName, string])[] {
  return FACETS.flatMap((name) => (filters[name] ? [[name, filters[name]] as const] : []));
}

/** No filter, whatever was set. */
export const NO_FILTERS: Query = Object.fromEntries(FACETS.map((name) => [name, null]));
/** No search at all. */
export const NO_SEARCH: Query = Object.fromEntries(NAMES.map((name) => [name, null]));
