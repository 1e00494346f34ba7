/** The fair's figures as rows of a table, in the viewer's words. Pure. */

import { span } from "../page/span";
import { wordFor } from "../terms";
import type { Breakdown, Funnel, GroupFunnel, Report } from "../wire/api/report";
import type { FigureWords } from "./figures_words";

export const GROUPS = ["enterprise", "industry", "region", "degree"] as const;
export type Group = (typeof GROUPS)[number];
export const STEPS = [
  "applications",
  "viewed",
  "shortlisted",
  "invited",
  "accepted",
  "hired",
  "refused",
  "withdrawn",
] as const;

export interface Wording {
  readonly locale: string;
  readonly degrees: Readonly<Record<string, string>>;
  readonly words: FigureWords;
}
type Row = readonly string[];

/** The total first, then the groups in the order of the report. */
export function funnelRows(report: Report, group: Group, wording: Wording): readonly Row[] {
  const groups: readonly GroupFunnel[] = report[`by_${group}`];
  if (report.total.applications + report.total.withdrawn === 0) return [];
  return [
    [wording.words.total, ...cells(report.total, wording)],
    ...groups.map((one) => [nameOf(one, group, wording), ...cells(one, wording)]),
  ];
}

/** Enterprises with unfilled places, in the order of the report. */
export function unfilledOrgs({ unfilled }: Report, { locale }: Wording): readonly Row[] {
  const open = unfilled.by_enterprise.filter((one) => one.unfilled > 0);
  return open.map((one) => [
    one.enterprise,
    ...[one.headcount, one.matches, one.unfilled].map((n) => n.toLocaleString(locale)),
  ]);
}

export function unfilledJobs({ unfilled }: Report, { locale }: Wording): readonly Row[] {
  const numbers = (ns: readonly number[]): string[] => ns.map((n) => n.toLocaleString(locale));
  return unfilled.jobs.map((one) => [
    one.title,
    one.enterprise ?? "–",
    ...numbers([one.applications, one.headcount, one.matches, one.unfilled]),
  ]);
}

export function breakdownRows({ by, cells: values }: Breakdown, wording: Wording): readonly Row[] {
  return values.map(({ value, applications }) => [
    nameOf({ value }, by, wording),
    applications.toLocaleString(wording.locale),
  ]);
}

function cells(funnel: Funnel, { locale }: Wording): string[] {
  const time = (seconds: number | null): string => (seconds === null ? "–" : span(seconds, locale));
  return [...STEPS.map((step) => funnel[step].toLocaleString(locale)), time(funnel.median_s), time(funnel.p90_s)];
}

function nameOf({ enterprise, org, value }: Partial<GroupFunnel>, group: Group, { degrees, words }: Wording): string {
  if (group === "enterprise") return enterprise ?? org ?? words.unsaid;
  if (value == null) return words.unsaid;
  return group === "degree" ? wordFor(degrees, value) : value;
}
