/** Reads of fair's public interface, as the pages use them. No state, no retries: callers decide both. */
import { ask } from "./http";
import type { Counters } from "./room";
import type { Flag } from "./writes";

export { Refused } from "./http";

export type FairState = "draft" | "scheduled" | "open" | "paused" | "closing" | "closed" | "archived";

export interface Booth {
  readonly org: string;
  readonly name: string;
  readonly state?: string;
  readonly reason?: string;
  readonly uscc?: string;
  readonly nature?: string;
  readonly industry?: string;
  readonly region?: string;
  readonly intro?: string;
  readonly created_at?: string;
  /** Seconds from a submission to the enterprise's first step; missing while it has answered few. */
  readonly response_time_s_median?: number;
  /** When it is open; none are given where it is for as long as the fair. */
  readonly hours?: readonly Opening[];
  readonly open_now?: boolean;
}
export interface Opening {
  readonly from: string;
  readonly to: string;
}
export interface Fair {
  readonly id: string;
  readonly org?: string;
  readonly title: string;
  readonly host: string;
  readonly state: FairState;
  readonly starts_at: string;
  readonly ends_at: string;
  readonly campaign?: string | null;
  readonly region?: string | null;
  readonly description?: string | null;
  readonly ads?: string;
  /** Whether who accepts an invitation keeps the others. */
  readonly offers?: "keep" | "release";
  readonly booths?: readonly Booth[];
}
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
  /** `applications` is a lower bound: what the public hears. */
  readonly applications_at_least?: boolean;
  readonly flags?: readonly Flag[];
  readonly created_at?: string;
}
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
  readonly drop?: { readonly id: string; readonly place: number; readonly admitted: boolean; readonly in_line?: number };
  /** Who of the enterprise deals with it; its student never reads that. */
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
export interface OwnResume {
  readonly id: string;
  readonly resume: ResumeDocument;
  readonly attachment: string | null;
  readonly saved_at: string;
}
/** JSON Resume 1.0, as far as the pages know it; what they do not know is kept. */
export interface ResumeDocument {
  readonly basics?: Readonly<Record<string, unknown>> & { readonly location?: Readonly<Record<string, unknown>> };
  readonly education?: readonly Readonly<Record<string, unknown>>[];
  readonly work?: readonly Readonly<Record<string, unknown>>[];
  readonly skills?: readonly Readonly<Record<string, unknown>>[];
  readonly [other: string]: unknown;
}
export interface Minute {
  readonly at: string;
  readonly counters: Counters;
}
export interface Page<T> {
  readonly items: readonly T[];
  readonly next_cursor?: string | null;
  /** How many there are in each state, where that was asked for. */
  readonly counts?: Counters;
}
export interface Config {
  /** Where the live edge is; "" for this origin. */
  readonly live: string;
  /** Where writes go; "" for this origin. */
  readonly ingest: string;
}

type Query = Readonly<Record<string, string | null | undefined>>;

/** The pages of a list as one, until `most` things are read; with the counts of the first. */
export async function pagesOf<T>(read: (cursor: string | null) => Promise<Page<T>>, most: number): Promise<Page<T>> {
  const { items, next_cursor, ...first } = await read(null);
  const found = [...items];
  for (let cursor = next_cursor; cursor && found.length < most; ) {
    const page = await read(cursor);
    found.push(...page.items);
    cursor = page.next_cursor;
  }
  return { ...first, items: found };
}

/** `path?name=value&…`, without the names that have none. */
export function address(path: string, query: Query = {}): string {
  const asked = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const text = new URLSearchParams(asked).toString();
  return text === "" ? path : `${path}?${text}`;
}

const of = (fair: string): string => `/v1/fairs/${encodeURIComponent(fair)}`;

export const readConfig = (): Promise<Config> => ask("/pages/config.json");
export const readFair = (fair: string, token?: string, after?: string | null): Promise<Fair> =>
  ask(address(of(fair), { after }), { token });
export const readTimeline = (fair: string): Promise<Page<Minute>> => ask(`${of(fair)}/timeline`);
export const readTopJobs = (fair: string, token?: string): Promise<Page<Job>> =>
  ask(`${of(fair)}/jobs?sort=applications&limit=10`, { token });
/** With an organizer's token, that unit's drafts too. */
export const readFairs = (cursor: string | null, token?: string): Promise<Page<Fair>> => ask(address("/v1/fairs", { limit: "50", cursor }), { token });
export const readJobs = (fair: string, query: Query, token?: string): Promise<Page<Job>> =>
  ask(address(`${of(fair)}/jobs`, query), { token });
export const readJob = (job: string, token?: string, after?: string): Promise<Job> => ask(address(`/v1/jobs/${job}`, { after }), { token });
export const readOwnApplications = (token: string, query: Query): Promise<Page<OwnApplication>> =>
  ask(address("/v1/me/applications", query), { token });
export const readApplication = (job: string, application: string, token: string, after?: string): Promise<OneApplication> =>
  ask(address(`/v1/jobs/${job}/applications/${application}`, { after }), { token });
export const readOwnResume = (token: string, after?: string): Promise<OwnResume> => ask(address("/v1/me/resume", { after }), { token });

export interface Resume {
  readonly resume: ResumeDocument;
  readonly attachment: string | null;
}
/** An enterprise's order of its applications, best first. */
export interface Ranked {
  readonly applications: readonly string[];
  readonly items: readonly { readonly id: string; readonly state: string; readonly place: number }[];
}
export const readApplications = (job: string, token: string, query: Query): Promise<Page<Application>> =>
  ask(address(`/v1/jobs/${job}/applications`, query), { token });
export const readResume = (job: string, application: string, token: string): Promise<Resume> =>
  ask(`/v1/jobs/${job}/applications/${application}/resume`, { token });
export const readRanking = (job: string, token: string, after?: string | null): Promise<Ranked> =>
  ask(address(`/v1/jobs/${job}/ranking`, { after }), { token });
/** Of a bulk action: how many of its items came to what. */
export const readOutcomes = (event: string, token: string, after?: string): Promise<{ readonly outcomes: Counters }> =>
  ask(address(`/v1/outcomes/${event}/items`, { after }), { token });

export interface Slot {
  readonly job: string;
  readonly minutes?: number;
  readonly cap?: number;
  /** Once it had its turn. */
  readonly drop?: string;
}
export interface Drop {
  readonly id: string;
  readonly job: string;
  readonly title?: string;
  readonly state: string;
  readonly number: number;
  readonly opened_at: string;
  readonly closed_at?: string;
  readonly applications: number;
  /** These two are told to its host and to the organizer. */
  readonly admitted?: number;
  readonly waiting?: number;
  readonly cap?: number;
  readonly remaining?: number;
}
export interface Session {
  readonly id: string;
  readonly fair: string;
  readonly org: string;
  readonly host: string;
  readonly title: string;
  readonly starts_at: string;
  readonly stream_url?: string;
  readonly run_of_show: readonly Slot[];
  readonly state: "scheduled" | "live" | "ended";
  readonly paused: boolean;
  readonly pinned?: string;
  readonly started_at?: string;
  readonly ended_at?: string;
  readonly drops: readonly Drop[];
  readonly counters: Counters;
  /** Who may not comment; its host alone reads that. */
  readonly muted?: readonly string[];
}
export interface FunnelMinute {
  readonly at: string;
  readonly viewers: number | null;
  readonly viewers_peak: number | null;
  readonly clicks: number;
  readonly submissions: number;
  /** These two are told to host and organizer only. */
  readonly waitlisted?: number;
  readonly withdrawn?: number;
}
export const readSession = (session: string, token?: string, after?: string | null): Promise<Session> =>
  ask(address(`/v1/sessions/${encodeURIComponent(session)}`, { after }), { token });
export const readSessions = (fair: string, token?: string, after?: string | null): Promise<Page<Session>> =>
  ask(address(`${of(fair)}/sessions`, { limit: "100", after }), { token });
export const readFunnel = (session: string, token?: string): Promise<Page<FunnelMinute>> =>
  ask(`/v1/sessions/${encodeURIComponent(session)}/funnel`, { token });

export interface Question {
  readonly id: string;
  readonly text: string;
  readonly state: string;
  readonly votes: number;
  readonly asked_at: string;
  readonly answer?: string;
  readonly mine?: boolean;
  readonly voted?: boolean;
}
/** One thing that a session's room was told. */
export interface RoomMoment {
  readonly offset_ms: number;
  readonly at: string;
  readonly event: string;
  readonly event_id?: string;
  readonly data: Readonly<Record<string, unknown>>;
}
/** The open ones first. */
export const readQuestions = (session: string, token: string | undefined, cursor: string): Promise<Page<Question>> =>
  ask(address(`/v1/sessions/${encodeURIComponent(session)}/questions`, { sort: "open", limit: "100", cursor }), { token });
/** A comment as it was kept; `person` and what is hidden the host alone reads. */
export interface KeptComment {
  readonly id: string;
  readonly text: string;
  readonly role: string;
  readonly at: string;
  readonly person?: string;
  readonly hidden?: boolean;
  readonly mine?: boolean;
}
/** The newest first. */
export const readComments = (session: string, token?: string, after?: string | null): Promise<Page<KeptComment>> =>
  ask(address(`/v1/sessions/${encodeURIComponent(session)}/comments`, { limit: "100", after }), { token });
/** With `stage`, without what was said and felt in passing. */
export const readReplay = (session: string, stage: boolean, cursor: string | null): Promise<Page<RoomMoment>> =>
  ask(address(`/v1/sessions/${encodeURIComponent(session)}/replay`, { limit: "100", cursor, stage: stage ? "true" : null }));

/** One time that an enterprise opened the resume. */
export interface ResumeOpened {
  readonly id: string;
  readonly title: string;
  readonly enterprise?: string;
  readonly at: string;
}
export const readReads = (token: string): Promise<Page<ResumeOpened>> => ask("/v1/me/reads?limit=20", { token });

/** Who may see the resume for which job, and since or until when. */
export interface Consent {
  readonly application: string;
  readonly title: string;
  readonly enterprise?: string;
  readonly state: "given" | "ended";
  readonly given_at: string;
  readonly ended_at?: string;
  /** How often it was opened. */
  readonly reads: number;
}
export const readConsents = (token: string, after?: string | null): Promise<Page<Consent>> => ask(address("/v1/me/consents", { limit: "100", after }), { token });
