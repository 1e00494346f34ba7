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

/** `ids` with `id` at the place `to` (from 0). */
export function placed(ids: readonly string[], id: string, to: number): readonly string[] {
  const others = ids.filter((one) => one !== id);
  const at = Math.max(0, Math.min(others.length, to));
  return [...others.slice(0, at), id, ...others.slice(at)];
}
