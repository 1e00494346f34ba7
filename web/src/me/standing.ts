/** Where a student stands: applications as read, with what the room `me` has said since. Pure. */
import type { Application, OwnApplication } from "../api";
import type { Item } from "../room";

/** What waits for an answer comes first, then what is under way, then what is over. */
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

/** States from which a student may take an application back. */
const TAKEN_BACK = new Set(["submitted", "waitlisted", "viewed", "shortlisted", "invited", "accepted"]);
export const canWithdraw = (state: string): boolean => TAKEN_BACK.has(state);

/** Live ones: the job cannot be applied for again. */
export const stands = (state: string): boolean => TAKEN_BACK.has(state) || state === "hired";

/** The same applications, with the states of newer items of the room. */
export function told<T extends Application>(applications: readonly T[], items: readonly Item[]): readonly T[] {
  const latest = new Map<string, Item>();
  for (const item of items) if (typeof item.data.application === "string") latest.set(item.data.application, item);
  return applications.map((one) => {
    const item = latest.get(one.id);
    return item === undefined || typeof item.data.state !== "string" ? one : moved(one, item.data);
  });
}

function moved<T extends Application>(one: T, data: Item["data"]): T {
  const { deadline: _deadline, reason: _reason, ...rest } = one;
  const kept = data.state === "invited" ? { deadline: text(data.deadline) ?? one.deadline } : { deadline: one.deadline };
  const why = text(data.reason);
  const place = typeof data.place === "number" ? data.place : one.place;
  const next = { ...rest, state: data.state as string, place, ...(kept.deadline ? kept : {}), ...(why ? { reason: why } : {}) };
  return next as unknown as T;
}

export function grouped(applications: readonly OwnApplication[]): ReadonlyMap<Group, readonly OwnApplication[]> {
  const groups = new Map<Group, OwnApplication[]>(GROUPS.map((group) => [group, []]));
  for (const one of applications) groups.get(groupOf(one.state))?.push(one);
  groups.get("answer")?.sort((a, b) => (a.deadline ?? "").localeCompare(b.deadline ?? ""));
  return groups;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
