/** The new items of a room. Pure. */
import type { Item, Room } from "./room";

/** The items of `after` that `before` did not have; all of them if the two do not overlap. */
export function newItems(before: Room, after: Room): readonly Item[] {
  if (after.items === before.items) return [];
  const last = before.items.at(-1);
  const at = after.items.findLastIndex((item) => item.event_id === last?.event_id && item.event === last.event);
  return after.items.slice(at + 1);
}
