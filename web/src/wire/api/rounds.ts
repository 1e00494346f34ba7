/** Reads of closing rounds, by organizers, students and enterprises. No state. */
import { Refused } from "../http";
import { read } from "../read";
import { address, fairPath, type Page } from "./asking";

/** A round in numbers; null where a number is too small to be shown to anybody but the organizer. */
export interface ClosingRound {
  readonly round?: string;
  readonly held_at?: string;
  readonly students: number | null;
  readonly jobs: number | null;
  readonly places: number | null;
  readonly matches: number | null;
}

/** The newest round that was held; null where none was. */
export async function readClosingRound(
  fair: string,
  token: string,
  after?: string | null,
): Promise<ClosingRound | null> {
  try {
    return await read(address(`${fairPath(fair)}/closing-round`, { after }), { token });
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return null;
    throw error;
  }
}

/** The result that a round would have now. */
export const tryClosingRound = (fair: string, token: string, after?: string | null): Promise<ClosingRound> =>
  read(address(`${fairPath(fair)}/closing-round`, { dry_run: "true", after }), { token });

export interface OwnRanking {
  /** Best first. */
  readonly jobs: readonly string[];
}

export interface OwnRound {
  readonly round: string;
  readonly fair: string;
  readonly held_at: string;
  readonly took_part: boolean;
  readonly told: readonly {
    readonly job: string;
    readonly title: string;
    readonly enterprise?: string;
    readonly why: string;
    readonly places?: number;
  }[];
}

export const readOwnRanking = (fair: string, token: string, after?: string | null): Promise<OwnRanking> =>
  read(address(`${fairPath(fair)}/ranking`, { after }), { token });
export const readOwnRounds = (token: string, after?: string | null, cursor?: string | null): Promise<Page<OwnRound>> =>
  read(address("/v1/me/closing-rounds", { limit: "20", after, cursor }), { token });

/** The result of a round for a job, and for each ranked application in the order of the ranking. */
export interface JobRound {
  readonly round: string;
  readonly held_at: string;
  readonly places: number;
  readonly matched: number;
  readonly told: readonly { readonly application: string; readonly why: string }[];
}

/** Newest first. */
export const readJobRounds = (
  job: string,
  token: string,
  after: string | null,
  cursor?: string | null,
): Promise<Page<JobRound>> =>
  read(address(`/v1/jobs/${job}/closing-rounds`, { limit: "20", after, cursor }), { token });
