/** Reads of fairs and of their history. No state. */
import { read } from "../read";
import type { Counters } from "../room";
import { address, fairPath, type Page } from "./asking";
import type { Booth } from "./booths";

export type FairState = "draft" | "scheduled" | "open" | "paused" | "closing" | "closed" | "archived";

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
  /** What happens to the other invitations of a student who accepts one. */
  readonly offers?: "keep" | "release";
  readonly booths?: readonly Booth[];
}

export interface Minute {
  readonly at: string;
  readonly counters: Counters;
}

export const readFair = (fair: string, token?: string, after?: string | null): Promise<Fair> =>
  read(address(fairPath(fair), { after }), { token });
/** With the token of an organizer, also the drafts of their organization. */
export const readFairs = (cursor: string | null, token?: string): Promise<Page<Fair>> =>
  read(address("/v1/fairs", { limit: "50", cursor }), { token });
export const readCounters = (fair: string, token?: string): Promise<{ readonly counters: Counters }> =>
  read(`${fairPath(fair)}/counters`, { token });
export const readTimeline = (fair: string): Promise<Page<Minute>> => read(`${fairPath(fair)}/timeline`);
