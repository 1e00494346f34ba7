/** Reads of a fair as its organizer makes them: lists with the numbers for their tabs, the closing round, the figures. */
import { address, Refused, type Application, type Booth, type Job, type Page } from "./api";
import { ask, type Question } from "./http";
import type { Counters } from "./room";

/** A page of a list, with how many there are in each state under the other filters. */
export interface Tabbed<T> extends Page<T> {
  readonly counts?: Counters;
}
export type Filters = Readonly<Record<string, string | null | undefined>>;

/** As the fair's organizer lists them. */
export interface FairApplication extends Application {
  readonly title: string;
  readonly enterprise?: string;
}
/** A round in numbers; null where it is too small to be told to others than the organizer. */
export interface ClosingRound {
  readonly round?: string;
  readonly held_at?: string;
  readonly students: number | null;
  readonly jobs: number | null;
  readonly places: number | null;
  readonly matches: number | null;
}
/** How far applications came, and how long enterprises took to answer, s. */
export interface Funnel {
  readonly applications: number;
  readonly viewed: number;
  readonly shortlisted: number;
  readonly invited: number;
  readonly accepted: number;
  readonly hired: number;
  readonly refused: number;
  readonly withdrawn: number;
  readonly declined: number;
  readonly expired: number;
  readonly answered: number;
  readonly median_s: number | null;
  readonly p90_s: number | null;
}
/** Of an enterprise, an industry, a region or a degree. */
export interface GroupFunnel extends Funnel {
  readonly org?: string;
  readonly enterprise?: string | null;
  readonly value?: string | null;
}
export interface Places {
  readonly headcount: number;
  readonly matches: number;
  readonly unfilled: number;
}
export interface PlacesOfEnterprise extends Places {
  readonly org: string;
  readonly enterprise: string;
}
export interface PlacesOfJob extends Places {
  readonly job: string;
  readonly title: string;
  readonly enterprise: string | null;
  readonly applications: number;
}
export interface Report {
  readonly as_of: string;
  readonly total: Funnel;
  readonly by_enterprise: readonly GroupFunnel[];
  readonly by_industry: readonly GroupFunnel[];
  readonly by_region: readonly GroupFunnel[];
  readonly by_degree: readonly GroupFunnel[];
  readonly unfilled: Places & { readonly by_enterprise: readonly PlacesOfEnterprise[]; readonly jobs: readonly PlacesOfJob[]; readonly jobs_left_out: number };
}
export type BreakdownBy = "region" | "degree" | "industry";
/** What everybody may know of the applications received: small cells are withheld, the others rounded down. */
export interface Breakdown {
  readonly by: BreakdownBy;
  readonly received: number;
  readonly withheld_below: number;
  readonly cells: readonly { readonly value: string | null; readonly applications: number }[];
}

const LIMIT = "50";
/** A report reads all applications of its fair. */
const REPORT_MS = 60_000;

const of = (fair: string): string => `/v1/fairs/${encodeURIComponent(fair)}`;
const list = <T>(fair: string, what: string, filters: Filters, token: string): Promise<Tabbed<T>> =>
  ask(address(`${of(fair)}/${what}`, { counts: "true", limit: LIMIT, ...filters }), { token });

export const listBooths = (fair: string, filters: Filters, token: string): Promise<Tabbed<Booth>> => list(fair, "booths", filters, token);
export const listJobs = (fair: string, filters: Filters, token: string): Promise<Tabbed<Job>> => list(fair, "jobs", filters, token);
export const listApplications = (fair: string, filters: Filters, token: string): Promise<Tabbed<FairApplication>> => list(fair, "applications", filters, token);

/** The newest round that was held; null where none was. */
export async function readClosingRound(fair: string, token: string, after?: string | null): Promise<ClosingRound | null> {
  try {
    return await ask(address(`${of(fair)}/closing-round`, { after }), { token });
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return null;
    throw error;
  }
}
/** What a round would come to now. */
export const tryClosingRound = (fair: string, token: string, after?: string | null): Promise<ClosingRound> =>
  ask(address(`${of(fair)}/closing-round`, { dry_run: "true", after }), { token });

export const readReport = (fair: string, token: string): Promise<Report> => asked(`${of(fair)}/report`, token);
export const readBreakdown = (fair: string, by: BreakdownBy, token: string): Promise<Breakdown> => asked(address(`${of(fair)}/breakdown`, { by }), token);

function asked<T>(url: string, token: string): Promise<T> {
  const question: Question = { token, waitMs: REPORT_MS };
  return ask(url, question);
}
