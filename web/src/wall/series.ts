/**
 * A fair's counters over time: the minutes stored by fair, then what this page received live. Pure.
 *
 * Times are Unix seconds and never fall: a screen whose clock is behind the server's draws a live point at the end
 * of what is known rather than in the past.
 */
import type { Minute } from "../wire/api/fairs";
import type { Counters } from "../wire/room";

export interface Point {
  readonly at: number;
  readonly counters: Counters;
}

/** Of a timeline fair answers at most this many minutes. */
const MINUTES_MAX = 1_440;
/** The history, a point or two a minute, and about as much again seen live. */
export const POINTS_MAX = 4 * MINUTES_MAX;

/**
 * The points of a timeline, to be joined by straight lines. A minute's value is true at that minute's end, which for
 * the newest is `now`; before a minute in which something changed, the value before it held.
 */
export function fromTimeline(minutes: readonly Minute[], now: number): Point[] {
  const points: Point[] = [];
  for (const { at, counters } of minutes) {
    const start = Date.parse(at) / 1000;
    if (!Number.isFinite(start)) continue;
    const last = points.at(-1);
    if (last !== undefined && last.at < start) points.push({ at: start, counters: last.counters });
    else if (last === undefined && minutes.length < MINUTES_MAX) points.push({ at: start, counters: {} });
    const end = Math.max(points.at(-1)?.at ?? 0, start, Math.min(start + 60, now));
    points.push({ at: end, counters });
  }
  return points;
}

/** The points with the counters as they are `now`: one point a second; a value held until a second before the next. */
export function withLive(points: readonly Point[], counters: Counters, now: number): readonly Point[] {
  const last = points.at(-1);
  if (last !== undefined && now - last.at < 1) return [...points.slice(0, -1), { at: last.at, counters }];
  const held = last !== undefined && now - last.at > 2 ? [{ at: now - 1, counters: last.counters }] : [];
  return [...points, ...held, { at: now, counters }].slice(-POINTS_MAX);
}

/** History read again after a cut, with the live points that are newer than it. */
export function merge(history: readonly Point[], points: readonly Point[]): readonly Point[] {
  const end = history.at(-1)?.at ?? -Infinity;
  return [...history, ...points.filter((point) => point.at > end)].slice(-POINTS_MAX);
}

/** How much a counter grew in the `seconds` before `now`; null where the points do not reach that far back. */
export function growth(points: readonly Point[], name: string, seconds: number, now: number): number | null {
  const last = points.at(-1);
  const before = points.findLast((point) => point.at <= now - seconds);
  if (last === undefined || before === undefined) return null;
  return (last.counters[name] ?? 0) - (before.counters[name] ?? 0);
}

/** Columns for a chart: times, and for each name its values; the last value holds until `now`. */
export function columns(points: readonly Point[], names: readonly string[], now: number): number[][] {
  const last = points.at(-1);
  const drawn = last !== undefined && now > last.at ? [...points, { at: now, counters: last.counters }] : points;
  return [drawn.map((point) => point.at), ...names.map((name) => drawn.map((point) => point.counters[name] ?? 0))];
}
