/** Presses of the reactions. */
import { expect, test } from "vitest";
import { grown, reactedOf, Tally, TIMES_MAX } from "../../src/session/tally";

test("presses of a while are one call, reaction by reaction, and never more than it takes", () => {
  const tally = new Tally();
  for (let n = 0; n < TIMES_MAX; n++) expect(tally.press("like")).toBe(true);
  expect(tally.press("like")).toBe(false);
  tally.press("love");
  expect(tally.take()).toEqual({ reaction: "like", times: TIMES_MAX });
  expect(tally.isEmpty).toBe(false);
  expect(tally.take()).toEqual({ reaction: "love", times: 1 });
  expect([tally.take(), tally.isEmpty]).toEqual([null, true]);
});

test("counts are the larger of what the room tells and what was read", () => {
  const counts = reactedOf({ reactions_like: 5, viewers: 9 }, { reactions_like: 3, reactions_love: 2 });
  expect(counts).toEqual({ like: 5, love: 2, applause: 0, laugh: 0, surprise: 0 });
});

test("what grew, and nothing where a count fell behind", () => {
  expect(grown({ like: 5, love: 2 }, { like: 7, love: 1, laugh: 1 })).toEqual({
    like: 2,
    love: 0,
    applause: 0,
    laugh: 1,
    surprise: 0,
  });
});
