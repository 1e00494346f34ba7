/** Fairs as they were read, in the states that a room has told since. Pure. */
import type { Fair, FairState } from "../api";
import type { Item } from "../room";

const STATES: Readonly<Record<string, FairState>> = {
  FairPublished: "scheduled",
  FairOpened: "open",
  FairPaused: "paused",
  FairResumed: "open",
  FairClosingStarted: "closing",
  FairClosed: "closed",
  FairReopened: "open",
  FairArchived: "archived",
};

/** The same list where nothing changes. */
export function restated(fairs: readonly Fair[], items: readonly Item[]): readonly Fair[] {
  const last = items.findLast(({ event }) => event in STATES);
  const state = last && STATES[last.event];
  const isOld = fairs.some((fair) => fair.id === last?.data.fair && fair.state !== state);
  return state === undefined || !isOld ? fairs : fairs.map((fair) => (fair.id === last?.data.fair ? { ...fair, state } : fair));
}
