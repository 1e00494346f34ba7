/** A finished session seen again: a clock of its own, and the stage as it was at that moment. Pure. */
import type { FunnelMinute, RoomMoment, Session } from "../api";
import type { Counters } from "../room";
import { stageOf, type Stage } from "./stage";

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

/** The stage as the room had been told of it until `at`. */
export function stageAt(session: Session, moments: readonly RoomMoment[], at: number): Stage {
  const past = moments.filter((moment) => new Date(moment.at).getTime() <= at);
  const items = past.map(({ event, event_id = "", at: when, data }) => ({ event, event_id, at: when, data }));
  const { pinned: _pinned, ...rest } = session;
  return stageOf({ ...rest, state: "live", paused: false, drops: [] }, items, countersOf(past));
}

/** Of each drop what came through it, as told after each second; a cap's places go to the first. */
function countersOf(moments: readonly RoomMoment[]): Counters {
  const caps = new Map<string, number>();
  const counters: Record<string, number> = {};
  for (const { data } of moments) {
    const drop = String(data.drop);
    if (typeof data.cap === "number") caps.set(drop, data.cap);
    if (typeof data.applications === "number") counters[`drop:${drop}:applications`] = data.applications;
  }
  for (const [drop, cap] of caps) {
    const applications = counters[`drop:${drop}:applications`] ?? 0;
    counters[`drop:${drop}:remaining`] = Math.max(0, cap - applications);
  }
  return counters;
}

/** The counters at `at`: what came through the drops, and who watched, minute by minute. */
export function countersAt(stage: Stage, minutes: readonly FunnelMinute[], at: number): Record<string, number> {
  const past = minutes.filter((minute) => new Date(minute.at).getTime() <= at);
  const applications = stage.drops.reduce((total, drop) => total + drop.applications, 0);
  const viewers = past.findLast((minute) => minute.viewers !== null)?.viewers ?? 0;
  return { applications, viewers, viewers_peak: Math.max(0, ...past.map((minute) => minute.viewers_peak ?? 0)) };
}
