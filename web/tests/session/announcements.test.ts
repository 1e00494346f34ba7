/** What a screen reader says while people apply. */
import { expect, test } from "vitest";
import { announced, type Shown } from "../../src/session/announcements";
import type { Drop } from "../../src/wire/api/sessions";

const DROP: Drop = {
  ...{ id: "d", job: "j", title: "Analyst", state: "open", number: 1, opened_at: "2026-11-30T10:00:00Z" },
  ...{ applications: 0, cap: 50, remaining: 50 },
};
const shown = (drops: readonly Drop[], own: Readonly<Record<string, string>> = {}): Shown => ({
  drops,
  own: new Map(Object.entries(own).map(([job, state]) => [job, { state }])),
});
const said = (before: Shown, after: Shown): string[] =>
  announced(before, after).map(({ kind, title, state }) => [kind, title, state].filter(Boolean).join(" "));

test("a drop, that it is full, and that it is closed", () => {
  const full = { ...DROP, applications: 50, remaining: 0 };
  expect(said(shown([]), shown([DROP]))).toEqual(["dropped Analyst"]);
  expect(said(shown([DROP]), shown([full]))).toEqual(["full Analyst"]);
  expect(said(shown([full]), shown([{ ...full, state: "closed" }]))).toEqual(["closed Analyst"]);
  expect(said(shown([]), shown([{ ...DROP, state: "closed" }]))).toEqual([]);
});

test("of fifty applications in ten seconds nothing is said but the end of the places", () => {
  const steps = Array.from({ length: 51 }, (_, n) => shown([{ ...DROP, applications: n, remaining: 50 - n }]));
  expect(steps.slice(1).flatMap((step, n) => said(steps[n]!, step))).toEqual(["full Analyst"]);
});

test("a limit that is raised opens it again, and it may be full again", () => {
  const full = { ...DROP, remaining: 0 };
  expect(said(shown([full]), shown([{ ...DROP, cap: 60, remaining: 10 }]))).toEqual([]);
  expect(said(shown([{ ...DROP, cap: 60, remaining: 1 }]), shown([{ ...full, cap: 60 }]))).toEqual(["full Analyst"]);
});

test("the viewer's own state, when it changes", () => {
  const [none, waits, isIn] = [shown([DROP]), shown([DROP], { j: "waitlisted" }), shown([DROP], { j: "submitted" })];
  expect(said(none, waits)).toEqual(["own Analyst waitlisted"]);
  expect(said(waits, waits)).toEqual([]);
  expect(said(waits, isIn)).toEqual(["own Analyst submitted"]);
});

test("several at once: the older drop first, and the viewer's own state last", () => {
  const second = { ...DROP, id: "e", job: "k", title: "Welder", number: 2 };
  expect(said(shown([]), shown([second, DROP], { j: "submitted" }))).toEqual([
    ...["dropped Analyst", "dropped Welder", "own Analyst submitted"],
  ]);
});

test("a drop without a limit is never full", () => {
  const { cap: _cap, remaining: _remaining, ...unlimited } = DROP;
  expect(said(shown([unlimited]), shown([{ ...unlimited, applications: 900 }]))).toEqual([]);
});
