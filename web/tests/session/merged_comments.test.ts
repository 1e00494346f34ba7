/** The comments of a session: the list and the live room merged. */
import { expect, test } from "vitest";
import { isMuted, lengthOf, mergedComments, SHOWN_MAX, tidy } from "../../src/session/merged_comments";
import type { Comment } from "../../src/wire/comments";

const one = (id: string, second: number): Comment => ({
  id,
  text: id,
  role: "student",
  at: new Date(1_000 * second).toISOString(),
});
const nothing = { ids: new Set<string>(), notInRoom: [] };
const none = new Set<string>();

test("each comment once and in its order, however it came", () => {
  const own = { ids: new Set(["b"]), notInRoom: [one("b", 2), one("d", 4)] };
  const all = mergedComments(
    [one("c", 3), one("b", 2)],
    [
      { ...one("a", 1), person: "p" },
      { ...one("c", 3), person: "q" },
    ],
    own,
    none,
  );
  expect(all.map(({ id }) => id)).toEqual(["a", "b", "c", "d"]);
  expect(all.map(({ person }) => person)).toEqual(["p", undefined, "q", undefined]);
  expect(all.map(({ mine }) => mine)).toEqual([undefined, true, undefined, undefined]);
});

test("what is hidden is marked so; of many the newest are shown", () => {
  expect(mergedComments([one("a", 1)], [], nothing, new Set(["a"]))[0]).toMatchObject({ id: "a", hidden: true });
  const many = Array.from({ length: SHOWN_MAX + 5 }, (_, n) => one(`c${n}`, n));
  expect(mergedComments(many, [], nothing, none)[0]?.id).toBe("c5");
});

test("moments are compared as moments, whatever their precision", () => {
  const told = [
    { ...one("b", 0), at: "2026-01-01T00:00:01.5Z" },
    { ...one("a", 0), at: "2026-01-01T00:00:01Z" },
  ];
  expect(mergedComments(told, [], nothing, none).map(({ id }) => id)).toEqual(["a", "b"]);
});

test("a comment is one line, and its length is counted in characters", () => {
  expect(tidy("  前排\n\t冲\u0000\u202e冲\u2028 ")).toBe("前排 冲 冲");
  expect(lengthOf("👍🏽前排")).toBe(4);
});

test("the newest word about a session says who may speak there", () => {
  const item = (event: string, session: string) => ({ event, data: { session } });
  expect(isMuted([item("CommenterMuted", "s")], "s")).toBe(true);
  expect(isMuted([item("CommenterMuted", "s"), item("CommenterUnmuted", "s"), item("CommenterMuted", "t")], "s")).toBe(
    false,
  );
});
