/** Reads of what a bulk action came to. No state, no retries. */
import { ask } from "../http";
import type { Counters } from "../room";
import { address } from "./asking";

/** Of a bulk action: how many of its items came to what. */
export const readOutcomes = (
  event: string,
  token: string,
  after?: string | null,
): Promise<{ readonly outcomes: Counters }> => ask(address(`/v1/outcomes/${event}/items`, { after }), { token });
