/** Reads of applications, by students, enterprises and organizers, and of the order an enterprise puts them in. No state. */
import { read } from "../read";
import { address, type Highlights, listOf, type Page, type Query } from "./asking";

export interface Receipt {
  readonly position: string;
  readonly accepted_at: string;
}

export interface Step {
  readonly event: string;
  readonly at: string;
  readonly by?: string;
  readonly reason?: string;
}

export interface Facets {
  readonly degree?: string;
  readonly major?: string;
  readonly region?: string;
}

export interface Application {
  readonly id: string;
  readonly job: string;
  readonly fair: string;
  readonly org: string;
  readonly student: string;
  readonly facets: Facets;
  readonly state: string;
  readonly reason?: string;
  readonly place: number;
  readonly receipt: Receipt;
  readonly created_at: string;
  readonly deadline?: string;
  readonly message?: string;
  readonly invitation_message?: string;
  readonly drop?: {
    readonly id: string;
    readonly place: number;
    readonly admitted: boolean;
    readonly in_line?: number;
  };
  /** The person at the enterprise who is responsible for it; never shown to the student. */
  readonly assignee?: string;
  readonly assignment?: { readonly to: string; readonly by: string; readonly at: string; readonly note?: string };
}

/** As a student lists their own. */
export interface OwnApplication extends Application {
  readonly title: string;
  readonly enterprise?: string;
}

export interface OneApplication extends Application {
  readonly ahead: number;
  readonly history: readonly Step[];
}

/** As the fair's organizer lists them. */
export interface FairApplication extends Application {
  readonly title: string;
  readonly enterprise?: string;
  /** Where the words of the search stand, if that was requested. */
  readonly highlights?: Highlights;
}

/** An enterprise's ranking of its applications, best first. */
export interface Ranked {
  readonly applications: readonly string[];
  readonly items: readonly { readonly id: string; readonly state: string; readonly place: number }[];
}

export const readOwnApplications = (token: string, query: Query): Promise<Page<OwnApplication>> =>
  read(address("/v1/me/applications", query), { token });
export const readApplication = (
  job: string,
  application: string,
  token: string,
  after?: string | null,
): Promise<OneApplication> => read(address(`/v1/jobs/${job}/applications/${application}`, { after }), { token });
export const readApplications = (job: string, token: string, query: Query): Promise<Page<Application>> =>
  read(address(`/v1/jobs/${job}/applications`, query), { token });
export const listApplications = (fair: string, filters: Query, token: string): Promise<Page<FairApplication>> =>
  listOf(fair, "applications", filters, token);
export const readRanking = (job: string, token: string, after?: string | null): Promise<Ranked> =>
  read(address(`/v1/jobs/${job}/ranking`, { after }), { token });
