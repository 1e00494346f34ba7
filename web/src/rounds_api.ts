/** Reads of the closing round, as a student makes them. No state, no retries, as `api.ts`. */
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
