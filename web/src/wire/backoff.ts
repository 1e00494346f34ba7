/** Exponential backoff with full jitter, so that many screens do not retry together. */

export const FIRST_MS = 1_000;
export const MOST_MS = 30_000;

/** A wait in ms for the `attempt`-th failure in a row (from 0); `random` gives [0, 1). */
export function backoffMs(attempt: number, random: () => number): number {
  return random() * Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(attempt, 30));
}
