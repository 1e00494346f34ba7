/** The replay of a finished session: its own clock, and the stage at each moment. Pure. */
import type { FunnelMinute, RoomMoment, Session } from "../wire/api/sessions";
import type { Counters } from "../wire/room";
import { SHOWN_MAX, type ViewedComment } from "./merged_comments";
import { type Stage, stageOf } from "./stage";
import { REACTIONS, type Reacted } from "./tally";

export const SPEEDS = [1, 2, 5, 10, 30, 60] as const;

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** When it started and ended, ms; null if it never took place. */
export function spanOf(session: Session): Span | null {
  const [from, to] = [session.started_at, session.ended_at].map((at) =>
    at === undefined ? NaN : new Date(at).getTime(),
  ) as [number, number];
  return Number.isNaN(from + to) ? null : { from, to: Math.max(to, from + 1_000) };
}

/** The clock `ms` later at `speed`, at most at the end. */
export function advanced(at: number, ms: number, speed: number, { from, to }: Span): number {
  return Math.min(to, Math.max(from, at + ms * speed));
}

/** The stage from the items of the room until `at`. */
export function stageAt(session: Session, moments: readonly RoomMoment[], at: number): Stage {
  const past = moments.filter((moment) => new Date(moment.at).getTime() <= at);
  const items = past.map(({ event, event_id = "", at: when, data }) => ({ event, event_id, at: when, data }));
  const { pinned: _pinned, ...rest } = session;
  return stageOf({ ...rest, state: "live", paused: false, drops: [] }, items, countersOf(past));
}

/** The latest number of applications and remaining places of each drop. */
function countersOf(moments: readonly RoomMoment[]): Counters {
  const counters: Record<string, number> = {};
  for (const { data } of moments) {
    if (typeof data.standing === "number") counters[`drop:${data.drop}:applications`] = data.standing;
    if (typeof data.remaining === "number") counters[`drop:${data.drop}:remaining`] = data.remaining;
  }
  return counters;
}

/** The counters at `at`: applications from the drops, viewers from the minutes. */
export function countersAt(stage: Stage, minutes: readonly FunnelMinute[], at: number): Record<string, number> {
  const past = minutes.filter((minute) => new Date(minute.at).getTime() <= at);
  const applications = stage.drops.reduce((total, drop) => total + drop.applications, 0);
  const viewers = past.findLast((minute) => minute.viewers !== null)?.viewers ?? 0;
  return { applications, viewers, viewers_peak: Math.max(0, ...past.map((minute) => minute.viewers_peak ?? 0)) };
}

/** Comments and reactions until a moment. */
export interface Passed {
  /** The newest, oldest first. */
  readonly comments: readonly ViewedComment[];
  readonly total: number;
  readonly reactions: Reacted;
}

interface Step {
  readonly ms: number;
  readonly reactions: Reacted;
}

/** Comments and reactions of a replay, indexed once; each moment is found by binary search. */
export class PassedBy {
  private readonly comments: readonly (ViewedComment & { readonly ms: number })[];
  private readonly steps: readonly Step[];

  constructor(moments: readonly RoomMoment[]) {
    this.comments = moments
      .filter(({ event }) => event === "CommentPosted")
      .map(({ at, data }) => ({
        id: String(data.comment),
        text: String(data.text),
        role: String(data.role),
        at,
        ms: new Date(at).getTime(),
      }));
    this.steps = stepsOf(moments.filter(({ event }) => event === "ReactionsCounted"));
  }

  until(at: number): Passed {
    const total = countUntil(this.comments, at);
    const last = this.steps[countUntil(this.steps, at) - 1];
    return {
      comments: this.comments.slice(Math.max(0, total - SHOWN_MAX), total),
      total,
      reactions: last?.reactions ?? {},
    };
  }
}

/** The sums after each second. */
function stepsOf(moments: readonly RoomMoment[]): readonly Step[] {
  let sums: Record<string, number> = {};
  return moments.map(({ at, data }) => {
    sums = Object.fromEntries(REACTIONS.map((name) => [name, (sums[name] ?? 0) + Number(data[name] ?? 0)]));
    return { ms: new Date(at).getTime(), reactions: sums };
  });
}

/** How many of `sorted` are not after `at`. */
function countUntil(sorted: readonly { readonly ms: number }[], at: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.ms ?? Infinity) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
