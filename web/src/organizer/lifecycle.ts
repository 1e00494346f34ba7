/** What an organizer may do with a fair, by its state. Pure; the log decides. */

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

/** What cannot simply be taken back, or moves many people at once, asks first; a new end is asked for there. */
const ASKS: ReadonlySet<FairStep> = new Set(["wind-down", "close", "reopen", "archive"]);
export const asksFirst = (step: FairStep): boolean => ASKS.has(step);

export const canAmend = (state: FairState): boolean => state !== "closed" && state !== "archived";
/** While the fair is so, the closing round may be held. */
export const canSettle = (state: FairState): boolean => state === "open" || state === "closing";

const REOPENED_MS = 2 * 3_600_000;

/** The end that is proposed for a fair that opens again: the old one while it is to come, as a field has it. */
export function proposedEnd({ ends_at }: Fair, now: number): string {
  const end = Date.parse(ends_at);
  return localTime(end > now ? end : now + REOPENED_MS);
}

/** What is sent to open the fair again: the new end, where it is another one. */
export function reopening(fair: Fair, end: string): Record<string, string> {
  const chosen = instant(end);
  const isSame = end === localTime(Date.parse(fair.ends_at));
  return chosen === null || isSame ? {} : { ends_at: chosen };
}
