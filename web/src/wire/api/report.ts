/** Reads of a fair's figures: the report of its organizer, and the breakdown that everybody may read. No state. */
import { read } from "../read";
import { address, fairPath } from "./asking";

/** The application funnel, and the response times of enterprises, s. */
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

/** The funnel of an enterprise, an industry, a region or a degree. */
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
  readonly unfilled: Places & {
    readonly by_enterprise: readonly PlacesOfEnterprise[];
    readonly jobs: readonly PlacesOfJob[];
    readonly jobs_left_out: number;
  };
}

export type BreakdownBy = "region" | "degree" | "industry";

/** The public numbers of applications: small cells are withheld, the others rounded down. */
export interface Breakdown {
  readonly by: BreakdownBy;
  readonly received: number;
  readonly withheld_below: number;
  readonly cells: readonly { readonly value: string | null; readonly applications: number }[];
}

/** A report reads all applications of its fair. */
const REPORT_MS = 60_000;

export const readReport = (fair: string, token: string): Promise<Report> => asked(`${fairPath(fair)}/report`, token);
export const readBreakdown = (fair: string, by: BreakdownBy, token: string): Promise<Breakdown> =>
  asked(address(`${fairPath(fair)}/breakdown`, { by }), token);

function asked<T>(url: string, token: string): Promise<T> {
  return read(url, { token, waitMs: REPORT_MS });
}
