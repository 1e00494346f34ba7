/** What an enterprise may do with an application, by its state. Pure; the log decides. */

export type StepName = "view" | "shortlist" | "invite" | "refuse" | "hire";

const MAY: Readonly<Record<string, readonly StepName[]>> = {
  submitted: ["shortlist", "invite", "refuse"],
  viewed: ["shortlist", "invite", "refuse"],
  shortlisted: ["invite", "refuse"],
  accepted: ["hire"],
};

export const stepsFrom = (state: string): readonly StepName[] => MAY[state] ?? [];

/** A resume is open to the enterprise as long as the application is live. */
const SHUT: ReadonlySet<string> = new Set(["withdrawn", "declined", "refused", "expired"]);
export const mayRead = (state: string): boolean => !SHUT.has(state);

export type Filter = "all" | "fresh" | "shortlist" | "invited" | "matched" | "over";
export const FILTERS: readonly Filter[] = ["all", "fresh", "shortlist", "invited", "matched", "over"];

const OF: Readonly<Record<string, Filter>> = {
  submitted: "fresh",
  waitlisted: "fresh",
  viewed: "fresh",
  shortlisted: "shortlist",
  invited: "invited",
  accepted: "matched",
  hired: "matched",
};

/** The part of the list that an application stands in, besides `all`. */
export const filterOf = (state: string): Filter => OF[state] ?? "over";
