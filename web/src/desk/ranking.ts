/** An enterprise's order of its applicants, best first. Pure. */
import type { Application } from "../api";

/** Who can be ranked: those on the shortlist, who move up by themselves, and those who hold an invitation. */
const RANKED = new Set(["shortlisted", "invited"]);
export const canRank = (state: string): boolean => RANKED.has(state);

/** Those who can be ranked: as the enterprise said, then the others by their place. */
export function ranked(applications: readonly Application[], ranking: readonly string[]): readonly Application[] {
  const at = new Map(ranking.map((id, n) => [id, n]));
  const rank = (one: Application): number => at.get(one.id) ?? ranking.length + one.place;
  return applications.filter(({ state }) => canRank(state)).toSorted((a, b) => rank(a) - rank(b));
}
