/** Reads the replay of a finished session: its stage first, then comments and reactions. Draws nothing. */
import type { Page } from "../wire/api/asking";
import { type FunnelMinute, type RoomMoment, readFunnel, readReplay } from "../wire/api/sessions";
import { PassedBy } from "./replay";

export interface Past {
  readonly funnel: readonly FunnelMinute[];
  readonly moments: readonly RoomMoment[];
  readonly passed: PassedBy;
}

/** At most this many moments are read, of the stage and of everything. */
const MOMENTS_MAX = 20_000;

/** Calls `tell` twice: with the stage alone, so that it neither waits for the comments nor is cut off by them; then with all. */
export async function readPast(session: string, token: string | undefined, tell: (past: Past) => void): Promise<void> {
  const [{ items: funnel }, moments] = await Promise.all([readFunnel(session, token), readMoments(session, true)]);
  tell({ funnel, moments, passed: new PassedBy([]) });
  tell({ funnel, moments, passed: new PassedBy(await readMoments(session, false)) });
}

async function readMoments(session: string, stage: boolean): Promise<readonly RoomMoment[]> {
  const moments: RoomMoment[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<RoomMoment> = await readReplay(session, stage, cursor);
    moments.push(...page.items);
    cursor = page.next_cursor ?? null;
  } while (cursor !== null && moments.length < MOMENTS_MAX);
  return moments;
}
