/** The steps that an enterprise can take, by the state of the application. Pure; the log decides. */

export type StepName = "view" | "shortlist" | "invite" | "refuse" | "hire";

const MAY: Readonly<Record<string, readonly StepName[]>> = {
  submitted: ["shortlist", "invite", "refuse"],
  viewed: ["shortlist", "invite", "refuse"],
  shortlisted: ["invite", "refuse"],
  accepted: ["hire"],
};

export const stepsFrom = (state: string): readonly StepName[] => MAY[state] ?? [];

/** The enterprise can open a resume while the application is active. */
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

/** The filter that an application belongs to, besides `all`. */
export const filterOf = (state: string): Filter => OF[state] ?? "over";
