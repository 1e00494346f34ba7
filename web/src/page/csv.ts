/** Rows as CSV that a spreadsheet opens without running anything in it. Pure. */
export type Cell = string | number;

/** What a spreadsheet may take for a formula: one of these characters at the start, also after blanks. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: a spreadsheet skips NUL as it skips blanks
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
