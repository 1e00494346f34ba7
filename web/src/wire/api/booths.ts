/** Booths as fair answers them, and the list of an organizer. No state. */
import { type Highlights, listOf, type Page, type Query } from "./asking";

export interface Opening {
  readonly from: string;
  readonly to: string;
}

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
  /** Seconds from an application to the enterprise's first step; missing while there are too few. */
  readonly response_time_s_median?: number;
  /** Opening hours; missing if the booth is open for the whole fair. */
  readonly hours?: readonly Opening[];
  readonly open_now?: boolean;
  /** Where the words of the search stand, if that was requested. */
  readonly highlights?: Highlights;
}

export const listBooths = (fair: string, filters: Query, token: string): Promise<Page<Booth>> =>
  listOf(fair, "booths", filters, token);
