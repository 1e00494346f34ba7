/** Reads of the closing round, as students and enterprises make them. No state, no retries, as `api.ts`. */
import { address, type Page } from "./api";
import { ask } from "./http";

export interface OwnRanking {
  /** Best first. */
  readonly jobs: readonly string[];
}
export interface OwnRound {
  readonly round: string;
  readonly fair: string;
  readonly held_at: string;
  readonly took_part: boolean;
  readonly told: readonly { readonly job: string; readonly title: string; readonly enterprise?: string; readonly why: string; readonly places?: number }[];
}
export const readOwnRanking = (fair: string, token: string, after?: string): Promise<OwnRanking> =>
  ask(address(`/v1/fairs/${encodeURIComponent(fair)}/ranking`, { after }), { token });
export const readOwnRounds = (token: string, after?: string): Promise<Page<OwnRound>> => ask(address("/v1/me/closing-rounds", { limit: "20", after }), { token });

/** What became of a job's places in a round, and of each application in the order in which it was wanted. */
export interface JobRound {
  readonly round: string;
  readonly held_at: string;
  readonly places: number;
  readonly matched: number;
  readonly told: readonly { readonly application: string; readonly why: string }[];
}
/** Newest first. */
export const readJobRounds = (job: string, token: string, after: string | null): Promise<Page<JobRound>> =>
  ask(address(`/v1/jobs/${job}/closing-rounds`, { limit: "20", after }), { token });
