/** When a student in line asks anew which number they have. Pure. */
import type { Application } from "../wire/api/applications";
import type { Counters } from "../wire/room";

/** The first in line asks within that, ms; whoever stands further behind takes so much longer for each place. */
const FIRST_MS = 5_000;
const PLACE_MS = 10;

/** The drops whose counters differ. */
export function movedDrops(before: Counters, after: Counters): ReadonlySet<string> {
  if (before === after) return new Set();
  const names = Object.keys(after).filter((name) => name.startsWith("drop:") && before[name] !== after[name]);
  return new Set(names.map((name) => name.split(":")[1] ?? ""));
}

/** Within which time to ask, ms; null where none of `own` waits at a drop that moved. */
export function patienceMs(own: Iterable<Application>, moved: ReadonlySet<string>): number | null {
  const waits = [...own].filter(
    ({ state, drop }) => state === "waitlisted" && drop !== undefined && moved.has(drop.id),
  );
  return waits.length === 0 ? null : FIRST_MS + PLACE_MS * Math.min(...waits.map(({ drop }) => drop?.in_line ?? 0));
}
