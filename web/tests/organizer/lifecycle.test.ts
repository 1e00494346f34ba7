/** What an organizer may do with a fair. */
import { expect, test } from "vitest";
import { asksFirst, canAmend, canSettle, proposedEnd, reopening, stepsOf } from "../../src/organizer/lifecycle";
import { localTime } from "../../src/page/local_time";
import type { Fair } from "../../src/wire/api/fairs";

const NOW = Date.parse("2026-03-01T12:00:00Z");
const ended = (ends_at: string): Fair => ({ id: "f", title: "", host: "", state: "closed", starts_at: "", ends_at });

test("the steps are those of the fair's states", () => {
  expect(stepsOf("draft")).toEqual(["publish"]);
  expect(stepsOf("paused")).toEqual(["resume", "wind-down", "close"]);
  expect(stepsOf("archived")).toEqual([]);
});

test("what moves many people at once asks first", () => {
  expect(["open", "pause", "close", "archive", "reopen"].map((step) => asksFirst(step as "open"))).toEqual([
    false,
    false,
    true,
    true,
    true,
  ]);
});

test("a closed fair is not amended, and a round is held while there is something to settle", () => {
  expect((["draft", "open", "closing", "closed"] as const).map(canAmend)).toEqual([true, true, true, false]);
  expect((["scheduled", "open", "paused", "closing", "closed"] as const).map(canSettle)).toEqual([
    false,
    true,
    false,
    true,
    false,
  ]);
});

test("an end that has passed is followed by a later one; one that is to come is kept as it is", () => {
  const [past, later] = [ended("2026-03-01T11:00:00Z"), ended("2026-03-01T17:00:30Z")];
  expect(proposedEnd(past, NOW)).toBe(localTime(Date.parse("2026-03-01T14:00:00Z")));
  expect(reopening(past, proposedEnd(past, NOW))).toEqual({ ends_at: "2026-03-01T14:00:00+00:00" });
  expect(reopening(later, proposedEnd(later, NOW))).toEqual({});
});
