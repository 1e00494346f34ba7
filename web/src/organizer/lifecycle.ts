/** The state changes that an organizer can make, by the state of the fair. Pure; the log decides. */

import { instant, localTime } from "../page/local_time";
import type { Fair, FairState } from "../wire/api/fairs";

export type FairStep = "publish" | "open" | "pause" | "resume" | "wind-down" | "close" | "reopen" | "archive";

const MAY: Readonly<Record<FairState, readonly FairStep[]>> = {
  draft: ["publish"],
  scheduled: ["open"],
  open: ["pause", "wind-down", "close"],
  paused: ["resume", "wind-down", "close"],
  closing: ["close"],
  closed: ["reopen", "archive"],
  archived: [],
};

export const stepsOf = (state: FairState): readonly FairStep[] => MAY[state] ?? [];

/** Steps that ask for confirmation: they cannot be undone, affect many people, or need a new end. */
const ASKS: ReadonlySet<FairStep> = new Set(["wind-down", "close", "reopen", "archive"]);
export const asksFirst = (step: FairStep): boolean => ASKS.has(step);

export const canAmend = (state: FairState): boolean => state !== "closed" && state !== "archived";
/** Whether a closing round can be held in this state. */
export const canSettle = (state: FairState): boolean => state === "open" || state === "closing";

const REOPENED_MS = 2 * 3_600_000;

/** The proposed end of a reopened fair: the old one if it is in the future, as the value of a field. */
export function proposedEnd({ ends_at }: Fair, now: number): string {
  const end = Date.parse(ends_at);
  return localTime(end > now ? end : now + REOPENED_MS);
}

/** The body of a reopening: the new end, if it has changed. */
export function reopening(fair: Fair, end: string): Record<string, string> {
  const chosen = instant(end);
  const isSame = end === localTime(Date.parse(fair.ends_at));
  return chosen === null || isSame ? {} : { ends_at: chosen };
}
