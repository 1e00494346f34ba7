/** Converts a booth to a form and back. Pure. */

import { localTime } from "../page/local_time";
import type { Booth, Opening } from "../wire/api/booths";

export const BOOTH_FIELDS = ["name", "uscc", "nature", "industry", "region", "intro"] as const;
export type BoothForm = Readonly<Record<(typeof BOOTH_FIELDS)[number], string>>;
/** Two local times, as fields of a form have them. */
export interface Hours {
  readonly from: string;
  readonly to: string;
}

export function boothForm(booth: Booth | null, name: string): BoothForm {
  const { uscc = "", nature = booth === null ? "private" : "", industry = "", region = "", intro = "" } = booth ?? {};
  return { name: booth?.name ?? name, uscc, nature, industry, region, intro };
}

/** The fields of a request: only those that were filled in. */
export function requested(form: BoothForm): Record<string, string> {
  return Object.fromEntries(
    Object.entries(form)
      .map(([name, value]) => [name, value.trim()])
      .filter(([, value]) => value !== ""),
  );
}

/** The changed fields; null clears one. Empty if nothing has changed. */
export function amendedBooth(form: BoothForm, hours: readonly Hours[], booth: Booth): Record<string, unknown> {
  const before = boothForm(booth, "");
  const changed = BOOTH_FIELDS.filter((name) => form[name].trim() !== before[name]).map((name) => [
    name,
    form[name].trim() || null,
  ]);
  const isSame = JSON.stringify(hours) === JSON.stringify(hoursOf(booth.hours));
  return { ...Object.fromEntries(changed), ...(isSame ? {} : { hours: openingsOf(hours, booth.hours) }) };
}

export const hoursOf = (openings: readonly Opening[] = []): readonly Hours[] =>
  openings.map(({ from, to }) => ({ from: localOf(from), to: localOf(to) }));

/** Null for none. An unchanged time keeps its seconds, which the form does not show. */
function openingsOf(hours: readonly Hours[], before: readonly Opening[] = []): readonly Opening[] | null {
  const exact = new Map(before.flatMap(({ from, to }) => [from, to]).map((moment) => [localOf(moment), moment]));
  const moment = (local: string): string => exact.get(local) ?? new Date(local).toISOString();
  return hours.length === 0 ? null : hours.map(({ from, to }) => ({ from: moment(from), to: moment(to) }));
}

const MINUTE_MS = 60_000;

/** A moment as a field for local times has it, to the minute. */
export const localOf = (moment: string): string => localTime(Date.parse(moment));

/** The first whole minute that is not before a moment. */
export function wholeMinute(moment: string): string {
  return new Date(Math.ceil(new Date(moment).getTime() / MINUTE_MS) * MINUTE_MS).toISOString();
}
