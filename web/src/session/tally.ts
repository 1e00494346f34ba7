/** Collects presses of reactions into few calls. Pure. */

import type { Counters } from "../wire/room";

export const REACTIONS = ["like", "love", "applause", "laugh", "surprise"] as const;
export type Reaction = (typeof REACTIONS)[number];
export type Reacted = Readonly<Partial<Record<Reaction, number>>>;

/** The most presses in one call. */
export const TIMES_MAX = 10;

export class Tally {
  private readonly waiting = new Map<Reaction, number>();

  /** Whether the press counts; presses beyond one call do not. */
  press(reaction: Reaction): boolean {
    const before = this.waiting.get(reaction) ?? 0;
    if (before >= TIMES_MAX) return false;
    this.waiting.set(reaction, before + 1);
    return true;
  }

  /** The next call: the reaction that has waited longest. */
  take(): { readonly reaction: Reaction; readonly times: number } | null {
    for (const [reaction, times] of this.waiting) {
      this.waiting.delete(reaction);
      return { reaction, times };
    }
    return null;
  }

  get isEmpty(): boolean {
    return this.waiting.size === 0;
  }
}

/** By how much each count has grown. */
export function grown(before: Reacted, after: Reacted): Reacted {
  return Object.fromEntries(REACTIONS.map((name) => [name, Math.max(0, (after[name] ?? 0) - (before[name] ?? 0))]));
}

/** The larger of the room's counters and those that were read: an instance of the live edge counts only what it has received. */
export function reactedOf(live: Counters, read: Counters = {}): Reacted {
  const most = (name: string): number => Math.max(live[name] ?? 0, read[name] ?? 0);
  return Object.fromEntries(REACTIONS.map((name) => [name, most(`reactions_${name}`)]));
}
