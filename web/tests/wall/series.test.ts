/** Counters over time: history, live points, and the two together. */
import { expect, test } from "vitest";
import { columns, fromTimeline, growth, merge, POINTS_MAX, type Point, withLive } from "../../src/wall/series";

const MINUTE = Date.parse("2026-01-01T10:00:00Z") / 1000;
const at = (seconds: number, applications: number): Point => ({ at: MINUTE + seconds, counters: { applications } });

test("a minute's value stands at its end, the running minute's at now, and before the first there was nothing", () => {
  const minutes = ["10:00", "10:01"].map((time, n) => ({
    at: `2026-01-01T${time}:00Z`,
    counters: { applications: n + 1 },
  }));
  expect(fromTimeline(minutes, MINUTE + 75)).toEqual([{ at: MINUTE, counters: {} }, at(60, 1), at(75, 2)]);
});

test("a value holds until the minute in which it changes", () => {
  const minutes = ["10:00", "10:07"].map((time, n) => ({
    at: `2026-01-01T${time}:00Z`,
    counters: { applications: n + 1 },
  }));
  expect(fromTimeline(minutes, MINUTE + 900).slice(1)).toEqual([at(60, 1), at(420, 1), at(480, 2)]);
});

test("a timeline that was cut short does not begin at nothing", () => {
  const minutes = Array.from({ length: 1_440 }, (_, n) => ({
    at: new Date((MINUTE + n * 60) * 1000).toISOString(),
    counters: { applications: 7 },
  }));
  expect(fromTimeline(minutes, MINUTE * 2)[0]).toEqual(at(60, 7));
});

test("with a clock that is behind, times still never fall", () => {
  const minutes = ["10:00", "10:01", "10:02"].map((time) => ({ at: `2026-01-01T${time}:00Z`, counters: {} }));
  const times = fromTimeline(minutes, MINUTE - 600).map((point) => point.at - MINUTE);
  expect(times).toEqual([0, 0, 60, 60, 120, 120]);
});

test("a minute without a time is passed over", () => {
  expect(fromTimeline([{ at: "soon", counters: {} }], MINUTE)).toEqual([]);
});

test("live points are one a second, the newest value standing", () => {
  let points: readonly Point[] = [];
  for (const [seconds, value] of [
    [0, 1],
    [0.4, 2],
    [0.9, 3],
    [1.2, 4],
  ] as const) {
    points = withLive(points, { applications: value }, MINUTE + seconds);
  }
  expect(points).toEqual([at(0, 3), at(1.2, 4)]);
  expect(withLive(points, { applications: 5 }, MINUTE + 60).slice(2)).toEqual([at(59, 4), at(60, 5)]);
});

test("live points are bounded", () => {
  let points: readonly Point[] = [];
  for (let second = 0; second < POINTS_MAX + 10; second++) points = withLive(points, { applications: second }, second);
  expect([points.length, points[0]?.at]).toEqual([POINTS_MAX, 10]);
});

test("history read again takes the place of the live points it covers", () => {
  expect(merge([at(0, 1), at(60, 9)], [at(30, 5), at(61, 10)])).toEqual([at(0, 1), at(60, 9), at(61, 10)]);
});

test("growth is against the value that held then, and unknown before the first point", () => {
  const points = [at(0, 10), at(100, 30), at(500, 35)];
  expect(growth(points, "applications", 300, MINUTE + 500)).toBe(5);
  expect(growth(points, "applications", 900, MINUTE + 500)).toBeNull();
});

test("a chart's last value holds until now, and a counter that is missing is 0", () => {
  expect(columns([at(0, 3)], ["applications", "drops"], MINUTE + 9)).toEqual([
    [MINUTE, MINUTE + 9],
    [3, 3],
    [0, 0],
  ]);
});
