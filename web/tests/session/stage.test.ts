/** What is on stage, and when a viewer sees it. */
import { expect, test } from "vitest";
import { countersNow, HOLD_MS, isDue, sessionOf, stageOf } from "../../src/session/stage";
import type { Session } from "../../src/wire/api/sessions";
import type { Item } from "../../src/wire/room";

const DROP = {
  id: "d1",
  job: "j1",
  title: "数据分析师",
  state: "open",
  number: 1,
  opened_at: "2026-01-01T00:00:01Z",
  applications: 3,
  admitted: 2,
  waiting: 1,
  cap: 2,
  remaining: 0,
};
const SESSION: Session = {
  ...{ id: "s", fair: "f", org: "o", host: "enterprise", title: "T", starts_at: "", run_of_show: [] },
  ...{ state: "live", paused: false, drops: [DROP], counters: {} },
};
const item = (event: string, data: object = {}, at = "2026-01-01T00:00:02Z"): Item => ({
  event,
  event_id: event,
  at,
  data: { ...data },
});

test("the room adds to what was read: a drop at once, its cap when it is extended, its end", () => {
  const items = [
    item("JobDropped", { drop: "d2", job: "j2", title: "前端", number: 2, cap: 5 }),
    item("DropExtended", { drop: "d1", cap: 9 }),
    item("DropClosed", { drop: "d2" }),
  ];
  const { drops } = stageOf(SESSION, items, { "drop:d1:remaining": 6, "drop:d1:applications": 4 });
  expect(drops.map(({ id, state }) => [id, state])).toEqual([
    ["d2", "closed"],
    ["d1", "open"],
  ]);
  expect(drops[1]).toMatchObject({ cap: 9, remaining: 6, applications: 4 });
});

test("an old item of a snapshot does not shrink a cap that was read later", () => {
  expect(
    stageOf({ ...SESSION, drops: [{ ...DROP, cap: 9 }] }, [item("JobDropped", { drop: "d1", cap: 2 })], {}).drops[0]
      ?.cap,
  ).toBe(9);
});

test("pauses, pins and words of the host", () => {
  const stage = stageOf(
    SESSION,
    [item("FairSessionPaused"), item("JobPinned", { job: "j1" }), item("HostAnnounced", { text: "hello" })],
    {},
  );
  expect(stage).toMatchObject({ paused: true, pinned: "j1", announcement: { text: "hello" } });
  expect(stageOf(SESSION, [item("JobPinned", { job: null })], {}).pinned).toBeNull();
  expect(stageOf(SESSION, [item("FairSessionEnded")], {}).state).toBe("ended");
});

test("a session is known from its room: what was amended, when it began and ended, what was dropped", () => {
  const facts = { title: "New", starts_at: "2026-01-01T00:00:00Z", stream_url: "https://example.org/live.m3u8" };
  const amended = sessionOf({ ...SESSION, state: "scheduled", stream_url: "https://example.org/wrong.m3u8" }, [
    item("FairSessionAmended", facts),
  ]);
  expect(amended).toMatchObject({ ...facts, state: "scheduled" });
  const begun = sessionOf(amended, [
    item("FairSessionStarted", facts, "2026-01-01T00:00:03Z"),
    item("JobDropped", { drop: "d2", job: "j2", title: "前端", number: 2 }),
    item("JobPinned", { job: "j2" }),
  ]);
  expect(begun).toMatchObject({ state: "live", started_at: "2026-01-01T00:00:03Z", pinned: "j2" });
  expect(begun.drops.map(({ id, title }) => [id, title])).toEqual([
    ["d2", "前端"],
    ["d1", "数据分析师"],
  ]);
  const over = sessionOf(begun, [
    item("FairSessionEnded", { title: "New", starts_at: facts.starts_at }, "2026-01-01T00:00:09Z"),
  ]);
  expect(over).toMatchObject({ state: "ended", started_at: "2026-01-01T00:00:03Z", ended_at: "2026-01-01T00:00:09Z" });
  expect(["pinned" in over, "stream_url" in over]).toEqual([false, false]);
});

test("what the room tells counts, but for how many watched at most: there the larger one", () => {
  expect(countersNow({ viewers_peak: 900, applications: 3 }, { viewers_peak: 2, viewers: 2, applications: 5 })).toEqual(
    { viewers_peak: 900, viewers: 2, applications: 5 },
  );
  expect(countersNow({ viewers_peak: 1 }, { viewers_peak: 4 })).toEqual({ viewers_peak: 4 });
});

test("a drop waits for the picture, but not for a picture that stands still, and not for none", () => {
  const at = "2026-01-01T00:00:10Z";
  const dropped = new Date(at).getTime();
  expect(isDue(at, dropped + 1_000, dropped - 5_000)).toBe(false);
  expect(isDue(at, dropped + 6_000, dropped)).toBe(true);
  expect(isDue(at, dropped + HOLD_MS, dropped - 5_000)).toBe(true);
  expect(isDue(at, dropped, null)).toBe(true);
});
