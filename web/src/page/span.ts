/** A rough duration in the viewer's language. Pure. */

const UNITS = [
  ["second", 1, 60],
  ["minute", 60, 60],
  ["hour", 3_600, 48],
] as const;
const DAY_S = 86_400;

export function span(seconds: number, locale: string): string {
  const [unit, size] = UNITS.find(([, each, most]) => Math.round(seconds / each) < most) ?? ["day", DAY_S];
  const digits = size > 60 && seconds / size < 10 ? 1 : 0;
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumFractionDigits: digits,
  }).format(seconds / size);
}
