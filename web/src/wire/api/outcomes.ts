/** Reads of the outcomes of a bulk action. No state. */
import { read } from "../read";
import type { Counters } from "../room";
import { address } from "./asking";

/** How many items of a bulk action had each outcome. */
export const readOutcomes = (
  event: string,
  token: string,
  after?: string | null,
): Promise<{ readonly outcomes: Counters }> => read(address(`/v1/outcomes/${event}/items`, { after }), { token });
