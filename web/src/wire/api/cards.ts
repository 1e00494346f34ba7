/** Reads of cards and approaches, by students and by enterprises. No state. */
import { read } from "../read";
import type { Facets } from "./applications";
import { address, fairPath, type Page, type Query, type Range } from "./asking";

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

/** An approach by an enterprise that found the card. */
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

export const readOwnCards = (token: string, after?: string | null, cursor?: string | null): Promise<Page<OwnCard>> =>
  read(address("/v1/me/cards", { limit: "100", after, cursor }), { token });
export const readOwnApproaches = (
  token: string,
  after?: string | null,
  cursor?: string | null,
): Promise<Page<OwnApproach>> =>
  read(address("/v1/me/approaches", { state: "open", limit: "100", after, cursor }), { token });

/** A card as an enterprise sees it, without anything that identifies the student. */
export interface FoundCard {
  readonly id: string;
  readonly facets: Facets;
  readonly wants: Wants;
  /** Rounded to the hour. */
  readonly shown_at: string;
  /** The enterprise's own approaches to this card. */
  readonly approaches?: readonly { readonly id: string; readonly job: string; readonly state: string }[];
  /** Where the words of the search stand, if that was requested. */
  readonly highlights?: CardHighlights;
}

export interface CardHighlights {
  readonly major?: readonly Range[];
  readonly region?: readonly Range[];
  /** Of each wish, in their order. */
  readonly regions?: readonly (readonly Range[])[];
  readonly industries?: readonly (readonly Range[])[];
}

/** An approach as its enterprise sees it; without facets once the card is hidden. */
export interface Approach {
  readonly id: string;
  readonly card: string;
  readonly state: string;
  readonly deadline: string;
  readonly approached_at: string;
  readonly application?: string;
  readonly message?: string;
  readonly facets?: Facets;
  readonly wants?: Wants;
}

export const readCards = (fair: string, token: string, query: Query): Promise<Page<FoundCard>> =>
  read(address(`${fairPath(fair)}/cards`, query), { token });
export const readApproaches = (job: string, token: string, query: Query): Promise<Page<Approach>> =>
  read(address(`/v1/jobs/${job}/approaches`, query), { token });
