/** Fairs as they were read, in the states that a room has told since, and what is to be read of them. Pure. */
import type { OwnApplication } from "../wire/api/applications";
import type { Fair, FairState } from "../wire/api/fairs";
import type { Item } from "../wire/room";

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
  return state === undefined || !isOld
    ? fairs
    : fairs.map((fair) => (fair.id === last?.data.fair ? { ...fair, state } : fair));
}

/** The list with this one as it was read now, in its place or at the end. */
export function withFair(fairs: readonly Fair[], fair: Fair): readonly Fair[] {
  return fairs.some(({ id }) => id === fair.id)
    ? fairs.map((one) => (one.id === fair.id ? fair : one))
    : [...fairs, fair];
}

/** Those of `ids` that the list lacks, or has as they were before they opened: until then their rules may change. */
export function unlearned(fairs: readonly Fair[], ids: readonly string[]): readonly string[] {
  const fixed = new Set(fairs.filter(({ state }) => state !== "draft" && state !== "scheduled").map(({ id }) => id));
  return [...new Set(ids)].filter((id) => !fixed.has(id));
}

/** How long an enterprise takes to answer, s; undefined where the fair does not say. */
export function responseTime(fair: Fair | undefined, org: string): number | undefined {
  return fair?.booths?.find((booth) => booth.org === org)?.response_time_s_median;
}

/** What an acceptance gives up: the other open invitations in that fair, where its rule is so. */
export function givenUp(
  one: OwnApplication,
  all: readonly OwnApplication[],
  fair: Fair | undefined,
): readonly OwnApplication[] {
  return fair?.offers === "release"
    ? all.filter(({ id, fair: its, state }) => its === one.fair && state === "invited" && id !== one.id)
    : [];
}
