/** What a page learns from a room's change. */
import { expect, test } from "vitest";
import { newItems } from "../../src/wire/news";
import { emptyRoom, type Item, type Room } from "../../src/wire/room";

const item = (n: number): Item => ({ event: "JobPublished", event_id: `${n}`, at: "", data: {} });
const room = (...items: Item[]): Room => ({ ...emptyRoom("fair:1"), items });

test("news are the items behind the last one known, also when old ones fell off", () => {
  expect(newItems(room(item(1), item(2)), room(item(2), item(3), item(4)))).toEqual([item(3), item(4)]);
});

test("all is news where the two do not meet", () => {
  expect(newItems(room(item(1)), room(item(8), item(9)))).toEqual([item(8), item(9)]);
  expect(newItems(room(), room(item(8)))).toEqual([item(8)]);
});

test("the same items are no news", () => {
  const known = room(item(1));
  expect(newItems(known, { ...known, counters: { jobs: 2 } })).toEqual([]);
});
