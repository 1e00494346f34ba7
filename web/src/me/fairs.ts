/** Fairs with the states that a room has reported since they were read, and which fairs must be read again. Pure. */
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

/** The same list if nothing changes. */
export function restated(fairs: readonly Fair[], items: readonly Item[]): readonly Fair[] {
  const last = items.findLast(({ event }) => event in STATES);
  const state = last && STATES[last.event];
  const isOld = fairs.some((fair) => fair.id === last?.data.fair && fair.state !== state);
  return state === undefined || !isOld
    ? fairs
    : fairs.map((fair) => (fair.id === last?.data.fair ? { ...fair, state } : fair));
}

/** The list with this fair replaced or appended. */
export function withFair(fairs: readonly Fair[], fair: Fair): readonly Fair[] {
  return fairs.some(({ id }) => id === fair.id)
    ? fairs.map((one) => (one.id === fair.id ? fair : one))
    : [...fairs, fair];
}

/** The `ids` that are missing in the list or had not opened when they were read: until then their rules may change. */
export function unlearned(fairs: readonly Fair[], ids: readonly string[]): readonly string[] {
  const fixed = new Set(fairs.filter(({ state }) => state !== "draft" && state !== "scheduled").map(({ id }) => id));
  return [...new Set(ids)].filter((id) => !fixed.has(id));
}

/** The response time of an enterprise, s; undefined if the fair does not have it. */
export function responseTime(fair: Fair | undefined, org: string): number | undefined {
  return fair?.booths?.find((booth) => booth.org === org)?.response_time_s_median;
}

/** The invitations that an acceptance gives up: the other open ones of the fair, if that is its rule. */
export function givenUp(
  one: OwnApplication,
  all: readonly OwnApplication[],
  fair: Fair | undefined,
): readonly OwnApplication[] {
  return fair?.offers === "release"
    ? all.filter(({ id, fair: its, state }) => its === one.fair && state === "invited" && id !== one.id)
    : [];
}
