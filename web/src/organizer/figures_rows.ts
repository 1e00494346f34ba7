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

export interface Said {
  readonly locale: string;
  readonly degrees: Readonly<Record<string, string>>;
  readonly words: FigureWords;
}
type Row = readonly string[];

/** The total first, then the groups in the order of the report. */
export function funnelRows(report: Report, group: Group, said: Said): readonly Row[] {
  const groups: readonly GroupFunnel[] = report[`by_${group}`];
  if (report.total.applications + report.total.withdrawn === 0) return [];
  return [
    [said.words.total, ...cells(report.total, said)],
    ...groups.map((one) => [nameOf(one, group, said), ...cells(one, said)]),
  ];
}

/** Enterprises with unfilled places, in the order of the report. */
export function unfilledOrgs({ unfilled }: Report, { locale }: Said): readonly Row[] {
  const open = unfilled.by_enterprise.filter((one) => one.unfilled > 0);
  return open.map((one) => [
    one.enterprise,
    ...[one.headcount, one.matches, one.unfilled].map((n) => n.toLocaleString(locale)),
  ]);
}

export function unfilledJobs({ unfilled }: Report, { locale }: Said): readonly Row[] {
  const numbers = (ns: readonly number[]): string[] => ns.map((n) => n.toLocaleString(locale));
  return unfilled.jobs.map((one) => [
    one.title,
    one.enterprise ?? "–",
    ...numbers([one.applications, one.headcount, one.matches, one.unfilled]),
  ]);
}

export function breakdownRows({ by, cells: told }: Breakdown, said: Said): readonly Row[] {
  return told.map(({ value, applications }) => [nameOf({ value }, by, said), applications.toLocaleString(said.locale)]);
}

function cells(funnel: Funnel, { locale }: Said): string[] {
  const time = (seconds: number | null): string => (seconds === null ? "–" : span(seconds, locale));
  return [...STEPS.map((step) => funnel[step].toLocaleString(locale)), time(funnel.median_s), time(funnel.p90_s)];
}

function nameOf({ enterprise, org, value }: Partial<GroupFunnel>, group: Group, { degrees, words }: Said): string {
  if (group === "enterprise") return enterprise ?? org ?? words.unsaid;
  if (value == null) return words.unsaid;
  return group === "degree" ? wordFor(degrees, value) : value;
}
