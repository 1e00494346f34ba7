/** A finished session seen again. */
import { expect, test } from "vitest";
import type { Drop, Session } from "../../src/api";
import { advanced, countersAt, dropsAt, spanOf } from "../../src/session/replay";

const drop = (id: string, number: number, opened_at: string, closed_at: string): Drop => ({
  ...{ id, job: id, state: "closed", number, opened_at, closed_at, applications: 1, admitted: 1, waiting: 0 },
});
const ms = (time: string): number => new Date(`2026-01-01T00:${time}Z`).getTime();
const at = (time: string): string => `2026-01-01T00:${time}Z`;

test("only what has begun and ended has a span", () => {
  const session = { started_at: at("00:00"), ended_at: at("30:00") } as Session;
  expect(spanOf(session)).toEqual({ from: ms("00:00"), to: ms("30:00") });
  expect(spanOf({ started_at: at("00:00") } as Session)).toBeNull();
});

test("the clock runs at its speed, to the end and no further", () => {
  const span = { from: 0, to: 100_000 };
  expect(advanced(0, 1_000, 60, span)).toBe(60_000);
  expect(advanced(60_000, 1_000, 60, span)).toBe(100_000);
});

test("drops come and close at their moments", () => {
  const drops = [drop("a", 1, at("01:00"), at("05:00")), drop("b", 2, at("04:00"), at("09:00"))];
  expect(dropsAt(drops, ms("00:30"))).toEqual([]);
  expect(dropsAt(drops, ms("04:30")).map(({ id, state }) => [id, state])).toEqual([["b", "open"], ["a", "open"]]);
  expect(dropsAt(drops, ms("06:00")).map(({ state }) => state)).toEqual(["open", "closed"]);
});

test("counters grow minute by minute; viewers are the last that are known", () => {
  const minutes = [
    { at: at("00:00"), viewers: 10, viewers_peak: 20, submissions: 3, withdrawn: 0 },
    { at: at("01:00"), viewers: null, viewers_peak: null, submissions: 4, withdrawn: 1 },
  ];
  expect(countersAt(minutes, ms("00:30"))).toEqual({ applications: 3, viewers: 10, viewers_peak: 20 });
  expect(countersAt(minutes, ms("02:00"))).toEqual({ applications: 6, viewers: 10, viewers_peak: 20 });
});
