/** What is said of a fair, as a form of texts: to plan one, and to amend one by what was changed. Pure. */

import { instant, localTime } from "../page/local_time";
import type { Fair, FairState } from "../wire/api/fairs";

export interface FairForm {
  readonly title: string;
  readonly host: string;
  readonly region: string;
  readonly campaign: string;
  readonly description: string;
  /** As a field for local times has them. */
  readonly starts_at: string;
  readonly ends_at: string;
  readonly ads: string;
  readonly offers: string;
}

const OPTIONAL = ["region", "campaign", "description"] as const;
const TIMES = ["starts_at", "ends_at"] as const;
const HOUR_MS = 3_600_000;
const PLANNED_HOURS = 8;

/** Before a fair opens, it may still be said what an acceptance does to the other invitations. */
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

/** The body that plans a fair; what is empty is left out. */
export function bodyOf(form: FairForm): Record<string, string> {
  return Object.fromEntries(Object.entries(said(form)).filter((entry): entry is [string, string] => entry[1] !== null));
}

/** The fields that say something else than the fair does; null clears one. */
export function changesOf(fair: Fair, form: FairForm): Record<string, string | null> {
  const before = said(formOf(fair));
  const after = said(form);
  return Object.fromEntries(Object.entries(after).filter(([name, value]) => value !== before[name]));
}

function said(form: FairForm): Record<string, string | null> {
  const plain = { title: form.title.trim(), host: form.host.trim(), ads: form.ads, offers: form.offers };
  const optional = OPTIONAL.map((name) => [name, form[name].trim() || null] as const);
  const times = TIMES.map((name) => [name, instant(form[name])] as const);
  return { ...plain, ...Object.fromEntries([...optional, ...times]) };
}
