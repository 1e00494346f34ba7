/** Waits between attempts. */
import { expect, test } from "vitest";
import { backoffMs, FIRST_MS, MOST_MS } from "../../src/wire/backoff";

test("the most that a wait may be doubles, up to its bound", () => {
  const most = [0, 1, 2, 3, 4, 5, 9, 5_000].map((attempt) => backoffMs(attempt, () => 1));
  expect(most).toEqual([FIRST_MS, 2_000, 4_000, 8_000, 16_000, MOST_MS, MOST_MS, MOST_MS]);
});

test("chance takes any part of it, so that a hall does not come back at once", () => {
  expect([0, 0.25, 0.5].map((part) => backoffMs(2, () => part))).toEqual([0, 1_000, 2_000]);
});
