/** Reads of employer first, as a student makes them. No state, no retries, as `api.ts`. */
import { address, type Facets, type Page } from "./api";
import { ask } from "./http";

export interface Wants {
  readonly regions?: readonly string[];
  readonly industries?: readonly string[];
  readonly employment_types?: readonly string[];
}
/** What a student shows of themselves in a fair. */
export interface OwnCard {
  readonly id: string;
  readonly fair: string;
  readonly state: "shown" | "hidden";
  readonly facets: Facets;
  readonly wants: Wants;
}
/** An enterprise that found the card and asks. */
export interface OwnApproach {
  readonly id: string;
  readonly fair: string;
  readonly job: string;
  readonly title: string;
  readonly enterprise?: string;
  readonly state: string;
  readonly deadline: string;
  readonly approached_at: string;
  readonly message?: string;
}
export const readOwnCards = (token: string, after?: string): Promise<Page<OwnCard>> => ask(address("/v1/me/cards", { limit: "100", after }), { token });
export const readOwnApproaches = (token: string, after?: string): Promise<Page<OwnApproach>> =>
  ask(address("/v1/me/approaches", { state: "open", limit: "100", after }), { token });
