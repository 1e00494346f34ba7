/** What a student's card says they are looking for, as a form of texts. Pure. */
import type { Wants } from "../wire/api/cards";

export interface WantsForm {
  readonly regions: string;
  readonly industries: string;
  readonly types: readonly string[];
}

/** How many a card takes of each. */
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

/** With commas between, Chinese ones too; each once. */
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
