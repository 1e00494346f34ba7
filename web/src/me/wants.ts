/** The preferences on a student's card, as the fields of a form. Pure. */
import type { Wants } from "../wire/api/cards";

export interface WantsForm {
  readonly regions: string;
  readonly industries: string;
  readonly types: readonly string[];
}

/** The most entries of each kind on a card. */
export const WANTED_MAX = 5;

export function formOf(wants: Wants | undefined): WantsForm {
  return {
    regions: (wants?.regions ?? []).join(", "),
    industries: (wants?.industries ?? []).join(", "),
    types: wants?.employment_types ?? [],
  };
}

export function wantsOf({ regions, industries, types }: WantsForm): Wants {
  const wants = { regions: listed(regions), industries: listed(industries), employment_types: types };
  return Object.fromEntries(Object.entries(wants).filter(([, many]) => many.length > 0));
}

/** Splits at commas, also Chinese ones; without duplicates. */
export function listed(text: string): readonly string[] {
  return [
    ...new Set(
      text
        .split(/[,，、;；\n]/)
        .map((one) => one.trim())
        .filter(Boolean),
    ),
  ];
}
