/** A finished session seen again. */
import { expect, test } from "vitest";
import { advanced, countersAt, PassedBy, spanOf, stageAt } from "../../src/session/replay";
import type { RoomMoment, Session } from "../../src/wire/api/sessions";

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

const moment = (event: string, time: string, data: object): RoomMoment => ({
  offset_ms: 0,
  at: at(time),
  event,
  data: { ...data },
});
const SESSION: Session = {
  ...{
    id: "s",
    fair: "f",
    org: "o",
    host: "enterprise",
    title: "T",
    starts_at: "",
    run_of_show: [],
    state: "ended",
    paused: false,
  },
  ...{ pinned: "a", drops: [], counters: {} },
};
const MOMENTS = [
  moment("JobDropped", "01:00", { drop: "d1", job: "a", number: 1, cap: 5, remaining: 5 }),
  moment("SubmissionsCounted", "01:01", { drop: "d1", applications: 4, standing: 4, remaining: 1 }),
  moment("SubmissionsCounted", "02:30", { drop: "d1", applications: 4, standing: 3, remaining: 2 }),
  moment("JobDropped", "04:00", { drop: "d2", job: "b", number: 2 }),
  moment("JobPinned", "04:30", { job: "b" }),
  moment("SubmissionsCounted", "04:31", { drop: "d1", applications: 7, standing: 6, remaining: 0 }),
  moment("DropClosed", "05:00", { drop: "d1", job: "a", number: 1, cap: 5 }),
];

test("drops come, fill and close at their moments; pins too", () => {
  expect(stageAt(SESSION, MOMENTS, ms("00:30"))).toMatchObject({ state: "live", pinned: null, drops: [] });
  expect(stageAt(SESSION, MOMENTS, ms("01:30")).drops).toMatchObject([
    { id: "d1", state: "open", applications: 4, remaining: 1 },
  ]);
  expect(stageAt(SESSION, MOMENTS, ms("03:00")).drops).toMatchObject([{ applications: 3, remaining: 2 }]); // one withdrew
  const late = stageAt(SESSION, MOMENTS, ms("06:00"));
  expect(late.drops.map(({ id, state, remaining }) => [id, state, remaining])).toEqual([
    ["d2", "open", undefined],
    ["d1", "closed", 0],
  ]);
  expect(late.pinned).toBe("b");
});

test("counters grow with the drops; viewers are the last that are known", () => {
  const minutes = [
    { at: at("00:00"), viewers: 10, viewers_peak: 20, clicks: 5, submissions: 3, waitlisted: 0, withdrawn: 0 },
    { at: at("01:00"), viewers: null, viewers_peak: null, clicks: 4, submissions: 4, waitlisted: 1, withdrawn: 1 },
  ];
  const stage = stageAt(SESSION, MOMENTS, ms("02:00"));
  expect(countersAt(stage, minutes, ms("02:00"))).toEqual({ applications: 4, viewers: 10, viewers_peak: 20 });
});

test("what was said and felt comes at its moments, and goes again when the clock is turned back", () => {
  const passed = new PassedBy([
    moment("CommentPosted", "00:10", { comment: "a", text: "早", role: "student" }),
    moment("ReactionsCounted", "00:10", { like: 2 }),
    moment("JobDropped", "00:20", { drop: "d1", job: "a", number: 1 }),
    moment("CommentPosted", "00:30", { comment: "b", text: "投了", role: "enterprise" }),
    moment("ReactionsCounted", "00:31", { like: 1, love: 4 }),
  ]);
  expect(passed.until(ms("00:09"))).toEqual({ comments: [], total: 0, reactions: {} });
  expect(passed.until(ms("00:31"))).toMatchObject({
    total: 2,
    reactions: { like: 3, love: 4 },
    comments: [{ id: "a" }, { id: "b", role: "enterprise" }],
  });
  expect(passed.until(ms("00:10"))).toMatchObject({
    total: 1,
    reactions: { like: 2 },
    comments: [{ id: "a", text: "早" }],
  });
});
