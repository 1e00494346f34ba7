/** Groups applications: waiting for an answer, matched, in progress, closed. Pure. */
import type { OwnApplication } from "../wire/api/applications";

/** In display order. */
export type Group = "answer" | "matched" | "underway" | "over";
export const GROUPS: readonly Group[] = ["answer", "matched", "underway", "over"];

const OF: Readonly<Record<string, Group>> = {
  invited: "answer",
  accepted: "matched",
  hired: "matched",
  submitted: "underway",
  waitlisted: "underway",
  viewed: "underway",
  shortlisted: "underway",
};

export const groupOf = (state: string): Group => OF[state] ?? "over";

/** States in which a student may withdraw. */
const TAKEN_BACK = new Set(["submitted", "waitlisted", "viewed", "shortlisted", "invited", "accepted"]);
export const canWithdraw = (state: string): boolean => TAKEN_BACK.has(state);

/** Active applications: the student cannot apply for the job again. */
export const stands = (state: string): boolean => TAKEN_BACK.has(state) || state === "hired";

export function grouped(applications: readonly OwnApplication[]): ReadonlyMap<Group, readonly OwnApplication[]> {
  const groups = new Map<Group, OwnApplication[]>(GROUPS.map((group) => [group, []]));
  for (const one of applications) groups.get(groupOf(one.state))?.push(one);
  groups.get("answer")?.sort((a, b) => (a.deadline ?? "").localeCompare(b.deadline ?? ""));
  return groups;
}
