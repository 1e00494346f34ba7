/** Reads of jobs. No state. */
import { read } from "../read";
import type { Flag } from "../writes";
import { address, fairPath, type Highlights, listOf, marked, type Page, type Query } from "./asking";

export interface Salary {
  readonly min: number;
  readonly max: number;
  readonly period: string;
  readonly currency: string;
}

export interface Job {
  readonly id: string;
  readonly fair: string;
  readonly org: string;
  readonly enterprise?: string;
  readonly title: string;
  readonly headcount: number;
  readonly region?: string | null;
  readonly industry?: string;
  readonly degree?: string;
  readonly majors?: readonly string[];
  readonly salary?: Salary;
  readonly employment_type?: string;
  readonly description?: string;
  readonly state?: string;
  readonly applications?: number;
  /** `applications` is a lower bound, as the public gets it. */
  readonly applications_at_least?: boolean;
  readonly flags?: readonly Flag[];
  readonly created_at?: string;
  /** Where the words of the search stand, if that was requested. */
  readonly highlights?: Highlights;
}

export const readTopJobs = (fair: string, token?: string): Promise<Page<Job>> =>
  read(`${fairPath(fair)}/jobs?sort=applications&limit=10`, { token });
export const readJobs = (fair: string, query: Query, token?: string): Promise<Page<Job>> =>
  read(address(`${fairPath(fair)}/jobs`, query), { token });
export const readJob = (job: string, token?: string, after?: string | null): Promise<Job> =>
  read(address(`/v1/jobs/${job}`, { after }), { token });
/** What a search is asked for: its facets, once for all of its pages and not where they are known, and where its words stand. */
export const searched = (query: Query, isCounted = false): Query => ({
  ...marked(query),
  facets: query.cursor || isCounted ? null : "true",
});
export const listJobs = (fair: string, filters: Query, token: string): Promise<Page<Job>> =>
  listOf(fair, "jobs", filters, token);
