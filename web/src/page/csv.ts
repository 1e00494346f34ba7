/** Counters and their history as CSV that a spreadsheet opens without running anything in it. Pure. */
import type { Point } from "../wall/series";

type Cell = string | number;

/** A cell that a spreadsheet would take for a formula starts with one of these, also after blanks. */
const FORMULA = /^[\s\u0000]*[=+\-@＝＋－＠]|^[\t\r\n]/u;

export function cell(value: Cell): string {
  if (typeof value === "number") return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",;\r\n\t]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Rows as RFC 4180 text, with a byte order mark so that Excel reads Chinese as it is. */
export function csv(rows: readonly (readonly Cell[])[]): string {
  return `\ufeff${rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("")}`;
}

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
    ...points.map((point) => [new Date(point.at * 1000).toISOString(), ...names.map((name) => point.counters[name] ?? 0)]),
  ];
}

/** The counters as lines of text, for a chat or a mail. */
export function exportText({ title, at, counters }: Export, locale: string): string {
  const lines = counters.map(([, label, value]) => `${label}\t${value.toLocaleString(locale)}`);
  return [`${title}\t${at.toLocaleString(locale)}`, ...lines].join("\n");
}
