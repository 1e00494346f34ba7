/** Rows as CSV that a spreadsheet opens without running anything in it. Pure. */
export type Cell = string | number;

/** What a spreadsheet may take for a formula: one of these characters at the start, also after blanks. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: a spreadsheet skips NUL as it skips blanks
const FORMULA = /^[\s\u0000]*[=+\-@＝＋－＠]|^[\t\r\n]/u;

/**
 * A whole text that a spreadsheet would change by reading it as a number, a date (`3-5`, `1/2`) or a time, as in
 * services/fair/report/files.py.
 */
const LIKE_A_NUMBER =
  /^(?:[0-9]{12,200}|0[0-9]{1,199}|[0-9]{1,16}[Ee][0-9]{1,16}|[0-9]{1,16}%|[0-9]{1,16}(?:[-/.:,][0-9]{1,16}){1,3}%?)$/;

/** A text like a number becomes a formula whose value is that text: it holds no letter but an E, so it can call nothing. */
function kept(value: string): string {
  if (LIKE_A_NUMBER.test(value)) return `="${value}"`;
  return FORMULA.test(value) ? `'${value}` : value;
}

export function cell(value: Cell): string {
  if (typeof value === "number") return String(value);
  const safe = kept(value);
  return /[",;\r\n\t]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Rows as RFC 4180 text, with a byte order mark so that Excel reads Chinese as it is. */
export function csv(rows: readonly (readonly Cell[])[]): string {
  return `\ufeff${rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("")}`;
}
