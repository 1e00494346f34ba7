/** The plan of a session as a form has it. */
import { expect, test, vi } from "vitest";
import { changesOf, fieldsOf, moved, planOf } from "../../src/page/plan";
import type { Session } from "../../src/wire/api/sessions";
import { clock } from "../../src/wire/clock";

const SESSION = {
  ...{ id: "s", title: "T", starts_at: "2026-01-01T08:30:20Z", stream_url: "https://example.org/a.m3u8" },
  run_of_show: [{ job: "a", minutes: 5, cap: 20, drop: "d" }, { job: "b" }],
} as unknown as Session;

test("a slot has its minutes and its cap where they are planned", () => {
  expect(planOf(SESSION).run_of_show).toEqual([
    { job: "a", minutes: "5", cap: "20" },
    { job: "b", minutes: "", cap: "" },
  ]);
  const fields = fieldsOf({ ...planOf(SESSION), title: " T " });
  expect(fields).toMatchObject({ title: "T", run_of_show: [{ job: "a", minutes: 5, cap: 20 }, { job: "b" }] });
  expect(fieldsOf({ ...planOf(SESSION), stream_url: "  " })).not.toHaveProperty("stream_url");
});

test("only what was changed is sent; a stream that is taken away is null", () => {
  const plan = planOf(SESSION);
  expect(changesOf(plan, planOf(SESSION))).toBeNull();
  expect(changesOf(plan, { ...plan, stream_url: "https://example.org/b.m3u8" })).toEqual({
    stream_url: "https://example.org/b.m3u8",
  });
  expect(changesOf(plan, { ...plan, stream_url: "" })).toEqual({ stream_url: null });
  expect(changesOf(plan, { ...plan, run_of_show: [] })).toEqual({ run_of_show: [] });
});

test("a place moves among the others, and not beyond them", () => {
  expect(moved(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
  expect(moved(["a", "b", "c"], 2, 1)).toEqual(["a", "c", "b"]);
  expect(moved(["a", "b"], 0, -1)).toEqual(["a", "b"]);
  expect(moved(["a", "b"], 1, 2)).toEqual(["a", "b"]);
});

test("a new session is proposed for now by the server's clock, whatever the device says", () => {
  const now = Date.parse("2026-11-30T10:00:00Z");
  vi.spyOn(clock, "now").mockReturnValue(now);
  expect(fieldsOf(planOf(null)).starts_at).toBe("2026-11-30T10:00:00.000Z");
  vi.restoreAllMocks();
});
