/** A finished session seen again: a clock of its own, and the stage as it was at that moment. Pure. */
import type { Drop, FunnelMinute, Session } from "../api";

export const SPEEDS = [1, 2, 5, 10, 30, 60] as const;

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** From when to when it lasted, ms; null where it never was. */
export function spanOf(session: Session): Span | null {
  const [from, to] = [session.started_at, session.ended_at].map((at) => (at === undefined ? NaN : new Date(at).getTime())) as [number, number];
  return Number.isNaN(from + to) ? null : { from, to: Math.max(to, from + 1_000) };
}

/** Where the clock is `ms` later at `speed`, at most at its end. */
export function advanced(at: number, ms: number, speed: number, { from, to }: Span): number {
  return Math.min(to, Math.max(from, at + ms * speed));
}

/** The drops as they stood at `at`, newest first. What came through them is known as of the end. */
export function dropsAt(drops: readonly Drop[], at: number): readonly Drop[] {
  const moment = (time: string | undefined): number => (time === undefined ? Infinity : new Date(time).getTime());
  return drops
    .filter((drop) => moment(drop.opened_at) <= at)
    .map((drop) => ({ ...drop, state: moment(drop.closed_at) <= at ? "closed" : "open" }))
    .toSorted((a, b) => b.number - a.number);
}

/** The counters at `at`, from what happened minute by minute. */
export function countersAt(minutes: readonly FunnelMinute[], at: number): Record<string, number> {
  const past = minutes.filter((minute) => new Date(minute.at).getTime() <= at);
  const applications = past.reduce((total, { submissions, withdrawn }) => total + submissions - withdrawn, 0);
  const viewers = past.findLast((minute) => minute.viewers !== null)?.viewers ?? 0;
  return { applications, viewers, viewers_peak: Math.max(0, ...past.map((minute) => minute.viewers_peak ?? 0)) };
}
