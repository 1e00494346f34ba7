/** Reads of fair's public interface, as the pages use them. No state, no retries: callers decide both. */
import type { Counters } from "./room";

export type FairState = "scheduled" | "open" | "closed";

export interface Booth {
  readonly org: string;
  readonly name: string;
  readonly state?: string;
}
export interface Fair {
  readonly id: string;
  readonly title: string;
  readonly host: string;
  readonly state: FairState;
  readonly starts_at: string;
  readonly ends_at: string;
  readonly campaign?: string | null;
  readonly region?: string | null;
  readonly booths?: readonly Booth[];
}
export interface Job {
  readonly id: string;
  readonly org: string;
  readonly title: string;
  readonly headcount: number;
  readonly region?: string | null;
  readonly applications?: number;
}
export interface Minute {
  readonly at: string;
  readonly counters: Counters;
}
export interface Page<T> {
  readonly items: readonly T[];
  readonly next_cursor?: string | null;
}

/** An answer that is not 2xx. */
export class Refused extends Error {
  constructor(readonly status: number, detail: string) {
    super(detail);
  }
  /** The thing does not exist, and will not by asking again. */
  get isUnknown(): boolean {
    return this.status === 404 || this.status === 422;
  }
}

const WAIT_MS = 10_000;

async function read<T>(path: string): Promise<T> {
  const answer = await fetch(path, { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(WAIT_MS) });
  if (!answer.ok) throw new Refused(answer.status, `${path}: ${answer.status}`);
  return (await answer.json()) as T;
}

const of = (fair: string): string => `/v1/fairs/${encodeURIComponent(fair)}`;

export const readConfig = (): Promise<{ readonly live: string }> => read("/pages/config.json");
export const readFair = (fair: string): Promise<Fair> => read(of(fair));
export const readTimeline = (fair: string): Promise<Page<Minute>> => read(`${of(fair)}/timeline`);
export const readTopJobs = (fair: string): Promise<Page<Job>> => read(`${of(fair)}/jobs?sort=applications&limit=10`);
export const readFairs = (cursor: string | null): Promise<Page<Fair>> =>
  read(`/v1/fairs?limit=50${cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`}`);
