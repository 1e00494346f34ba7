/** Whether numbers are live, in words. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { Connection, type ConnectionState, StaleNote } from "../../src/page/connection";
import type { Status } from "../../src/wire/live";
import { drawn } from "../drawn";
import { Hall } from "../hall";

let hall: Hall;
beforeEach(() => (hall = new Hall().open()));
afterEach(() => hall.close());

const at = new Date("2026-11-30T10:00:00Z").getTime();
const heard = (status: Status, reloading = false, updatedAt: number | null = at): ConnectionState => ({
  ...{ status, updatedAt },
  room: { reloading },
});

test.each<[ConnectionState, string, string]>([
  [heard({ kind: "live" }), "live", "Live"],
  [heard({ kind: "connecting" }), "connecting", "Connecting…"],
  [heard({ kind: "live" }, true), "reloading", "Reloading…"],
  [heard({ kind: "waiting", until: at + 4_200 }), "waiting", "Reconnecting in 5 s"],
  [heard({ kind: "offline", until: at - 1 }), "offline", "Offline in 0 s"],
  [heard({ kind: "refused", code: 4400 }), "refused", "Connection refused"],
  [heard({ kind: "refused", code: 4401 }), "expired", "Sign-in expired"],
  [heard({ kind: "over" }), "over", "Archived: these figures are final"],
])("%o is %s", (state, kind, words) => {
  const { html, text } = drawn(<Connection state={state} />);
  expect(html).toContain(`data-connection="${kind}"`);
  expect(text).toContain(words);
});

test("screen readers hear the state, not each second of a wait", () => {
  const { html } = drawn(<Connection state={heard({ kind: "waiting", until: at + 4_200 })} />);
  expect(html).toMatch(/role="status"[^>]*>Reconnecting</);
  expect(html).toMatch(/aria-hidden="true"[^>]*>in 5 s</);
});

test.each(["live", "over"] as const)("numbers that are %s need no note", (kind) => {
  expect(drawn(<StaleNote state={heard({ kind })} />).html).toBe("");
});

test("numbers that are final have no time of update", () => {
  const { text } = drawn(<Connection state={heard({ kind: "over" })} />, "zh");
  expect(text).toContain("已归档，数据不再更新");
  expect(text).not.toContain("更新于");
});

test("numbers that may have moved on say of when they are, and numbers that never came say so", () => {
  const waiting: Status = { kind: "waiting", until: at };
  expect(drawn(<StaleNote state={heard(waiting)} />).text).toMatch(/^Data as of \d\d:\d\d:\d\d$/);
  expect(drawn(<StaleNote state={heard(waiting, false, null)} />).text).toBe("No data yet");
  expect(drawn(<StaleNote state={heard(waiting, false, null)} />, "zh").text).toBe("暂无数据");
});
