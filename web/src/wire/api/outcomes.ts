/** Reads of the outcomes of a bulk action. No state, no retries. */
import { ask } from "../http";
import type { Counters } from "../room";
import { address } from "./asking";

/** How many items of a bulk action had each outcome. */
export const readOutcomes = (
  event: string,
  token: string,
  after?: string | null,
): Promise<{ readonly outcomes: Counters }> => ask(address(`/v1/outcomes/${event}/items`, { after }), { token });
