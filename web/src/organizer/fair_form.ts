/** The fields of a fair as a form: for planning one, and for sending the changes of an amendment. Pure. */

import { instant, localTime } from "../page/local_time";
import type { Fair, FairState } from "../wire/api/fairs";

export interface FairForm {
  readonly title: string;
  readonly host: string;
  readonly region: string;
  readonly campaign: string;
  readonly description: string;
  /** As values of `datetime-local` fields. */
  readonly starts_at: string;
  readonly ends_at: string;
  readonly ads: string;
  readonly offers: string;
}

const OPTIONAL = ["region", "campaign", "description"] as const;
const TIMES = ["starts_at", "ends_at"] as const;
const HOUR_MS = 3_600_000;
const PLANNED_HOURS = 8;

/** Whether the rule for the other invitations of an acceptance can still be changed: until the fair opens. */
export const offersAreOpen = (state: FairState): boolean => state === "draft" || state === "scheduled";

export function newForm(host: string, now: number): FairForm {
  const times = { starts_at: localTime(now), ends_at: localTime(now + PLANNED_HOURS * HOUR_MS) };
  return { title: "", host, region: "", campaign: "", description: "", ...times, ads: "warn", offers: "keep" };
}

export function formOf(fair: Fair): FairForm {
  const { title, host, region, campaign, description, ads, offers } = fair;
  const times = { starts_at: localTime(Date.parse(fair.starts_at)), ends_at: localTime(Date.parse(fair.ends_at)) };
  return {
    title,
    host,
    region: region ?? "",
    campaign: campaign ?? "",
    description: description ?? "",
    ...times,
    ads: ads ?? "warn",
    offers: offers ?? "keep",
  };
}

/** The body of a new fair, without empty fields. */
export function bodyOf(form: FairForm): Record<string, string> {
  return Object.fromEntries(
    Object.entries(valuesOf(form)).filter((entry): entry is [string, string] => entry[1] !== null),
  );
}

/** The changed fields; null clears one. */
export function changesOf(fair: Fair, form: FairForm): Record<string, string | null> {
  const before = valuesOf(formOf(fair));
  const after = valuesOf(form);
  return Object.fromEntries(Object.entries(after).filter(([name, value]) => value !== before[name]));
}

function valuesOf(form: FairForm): Record<string, string | null> {
  const plain = { title: form.title.trim(), host: form.host.trim(), ads: form.ads, offers: form.offers };
  const optional = OPTIONAL.map((name) => [name, form[name].trim() || null] as const);
  const times = TIMES.map((name) => [name, instant(form[name])] as const);
  return { ...plain, ...Object.fromEntries([...optional, ...times]) };
}
