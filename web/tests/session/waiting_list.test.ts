/** When a student in line asks anew which number they have. */
import { expect, test } from "vitest";
import { jitterMs, movedDrops } from "../../src/session/waiting_list";
import type { Application } from "../../src/wire/api/applications";

const waits = (id: string, in_line: number): Application =>
  ({ state: "waitlisted", drop: { id, place: 9, admitted: false, in_line } }) as Application;

test("a drop has moved where one of its counters differs", () => {
  const before = { "drop:a:applications": 3, "drop:a:remaining": 0, "drop:b:applications": 1, viewers: 4 };
  expect([...movedDrops(before, { ...before, "drop:b:applications": 2, "drop:c:remaining": 7, viewers: 9 })]).toEqual([
    "b",
    "c",
  ]);
  expect(movedDrops(before, before).size).toBe(0);
});

test("students on that waitlist ask, those far behind within a longer time; nobody else does", () => {
  const moved = new Set(["b"]);
  expect(jitterMs([waits("a", 1), { ...waits("b", 1), state: "submitted" }], moved)).toBeNull();
  expect(jitterMs([waits("b", 1)], moved)).toBe(5_010);
  expect(jitterMs([waits("a", 1), waits("b", 2_000)], moved)).toBe(25_000);
});
