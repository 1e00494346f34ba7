/** When a student on a waiting list reads their number again. Pure. */
import type { Application } from "../wire/api/applications";
import type { Counters } from "../wire/room";

/** The first in line reads within FIRST_MS; every place further behind adds PLACE_MS. */
const FIRST_MS = 5_000;
const PLACE_MS = 10;

/** The drops whose counters differ. */
export function movedDrops(before: Counters, after: Counters): ReadonlySet<string> {
  if (before === after) return new Set();
  const names = Object.keys(after).filter((name) => name.startsWith("drop:") && before[name] !== after[name]);
  return new Set(names.map((name) => name.split(":")[1] ?? ""));
}

/** The jitter of the read, ms; null if none of `own` waits at a drop that changed. */
export function jitterMs(own: Iterable<Application>, moved: ReadonlySet<string>): number | null {
  const waits = [...own].filter(
    ({ state, drop }) => state === "waitlisted" && drop !== undefined && moved.has(drop.id),
  );
  return waits.length === 0 ? null : FIRST_MS + PLACE_MS * Math.min(...waits.map(({ drop }) => drop?.in_line ?? 0));
}
