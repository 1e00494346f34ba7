/** Reads what the room of a finished session was told: of its stage first, then what was said and felt in passing. Draws nothing. */
import type { Page } from "../wire/api/asking";
import { type FunnelMinute, type RoomMoment, readFunnel, readReplay } from "../wire/api/sessions";
import { PassedBy } from "./replay";

export interface Past {
  readonly funnel: readonly FunnelMinute[];
  readonly moments: readonly RoomMoment[];
  readonly passed: PassedBy;
}

/** Of more than that, the first: of the stage, and of all with what was said. */
const MOMENTS_MAX = 20_000;

/** Tells twice: the stage by itself, so that however much was said, nothing of it is cut off or waited for; then all. */
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
