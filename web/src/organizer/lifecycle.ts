/** What an organizer may do with a fair, by its state. Pure; the log decides. */
import type { FairState } from "../api";

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

/** What cannot simply be taken back, or moves many people at once, asks first. */
const ASKS: ReadonlySet<FairStep> = new Set(["wind-down", "close", "archive"]);
export const asksFirst = (step: FairStep): boolean => ASKS.has(step);
