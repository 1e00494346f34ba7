/** An enterprise's ranking of its applicants, best first. Pure. */
import type { Application } from "../wire/api/applications";

/** Who can be ranked: people on the shortlist, who move up automatically, and people with an invitation. */
const RANKED = new Set(["shortlisted", "invited"]);
export const canRank = (state: string): boolean => RANKED.has(state);

/** The most applications that a ranking takes. */
export const RANKED_MAX = 1_000;

type Standing = Pick<Application, "id" | "state" | "place">;

/** Everybody who can be ranked: in the order of the ranking, then the others by their place. */
export function ranked<One extends Standing>(applications: readonly One[], ranking: readonly string[]): readonly One[] {
  const at = new Map(ranking.map((id, n) => [id, n]));
  const rank = (one: One): number => at.get(one.id) ?? ranking.length + one.place;
  return applications.filter(({ state }) => canRank(state)).toSorted((a, b) => rank(a) - rank(b));
}

/** People on the shortlist who are not ranked, and so do not move up. */
export function unranked<One extends Standing>(
  applications: readonly One[],
  ranking: readonly string[],
): readonly One[] {
  return applications.filter(({ id, state }) => state === "shortlisted" && !ranking.includes(id));
}

/** The ranking with the missing people of the shortlist at its end, by place. */
export function completed(ranking: readonly string[], shortlist: readonly Standing[]): readonly string[] {
  const known = new Set(ranking);
  const missing = shortlist.filter(({ id }) => !known.has(id)).toSorted((a, b) => a.place - b.place);
  return [...ranking, ...missing.map(({ id }) => id)].slice(0, RANKED_MAX);
}

/** The ranking with the shown people in a new order; people who are not shown keep their rank. */
export function reordered(ranking: readonly string[], shown: readonly string[]): readonly string[] {
  const moving = new Set(shown);
  const next = shown[Symbol.iterator]();
  const placed = ranking.map((id) => (moving.has(id) ? (next.next().value ?? id) : id));
  return [...placed, ...next].slice(0, RANKED_MAX);
}

/** How many places of a job are neither offered nor filled. */
export function placesFree(headcount: number, counts: Readonly<Record<string, number>>): number {
  const taken = ["invited", "accepted", "hired"].reduce((sum, state) => sum + (counts[state] ?? 0), 0);
  return Math.max(0, headcount - taken);
}

/** The first ranked people on the shortlist. */
export function firstOf(items: readonly Standing[], most: number): readonly string[] {
  return items
    .filter(({ state }) => state === "shortlisted")
    .slice(0, most)
    .map(({ id }) => id);
}
