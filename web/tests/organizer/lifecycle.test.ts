/** What an organizer may do with a fair. */
import { expect, test } from "vitest";
import { asksFirst, stepsOf } from "../../src/organizer/lifecycle";

test("the steps are those of the fair's states", () => {
  expect(stepsOf("draft")).toEqual(["publish"]);
  expect(stepsOf("paused")).toEqual(["resume", "wind-down", "close"]);
  expect(stepsOf("archived")).toEqual([]);
});

test("what moves many people at once asks first", () => {
  expect(["open", "pause", "close", "archive"].map((step) => asksFirst(step as "open"))).toEqual([false, false, true, true]);
});
