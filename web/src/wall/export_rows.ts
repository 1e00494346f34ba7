/** Counters and their history as rows and as text, for export. Pure. */
import type { Cell } from "../page/csv";
import type { Point } from "./series";

export interface Export {
  readonly title: string;
  readonly host: string;
  readonly at: Date;
  /** Each counter's name for machines, its name for people and its value. */
  readonly counters: readonly (readonly [name: string, label: string, value: number])[];
  readonly points: readonly Point[];
}

export function exportRows({ title, host, at, counters, points }: Export): Cell[][] {
  const names = counters.map(([name]) => name);
  return [
    ["fair", title],
    ["host", host],
    ["as_of", at.toISOString()],
    [],
    ["counter", "label", "value"],
    ...counters.map((row) => [...row]),
    [],
    ["at", ...names],
    ...points.map((point) => [
      new Date(point.at * 1000).toISOString(),
      ...names.map((name) => point.counters[name] ?? 0),
    ]),
  ];
}

/** The counters as lines of text, for a chat or a mail. */
export function exportText({ title, at, counters }: Export, locale: string): string {
  const lines = counters.map(([, label, value]) => `${label}\t${value.toLocaleString(locale)}`);
  return [`${title}\t${at.toLocaleString(locale)}`, ...lines].join("\n");
}
