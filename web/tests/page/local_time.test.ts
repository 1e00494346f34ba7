/** Moments in a field for local times. */
import { expect, test } from "vitest";
import { instant, localTime } from "../../src/page/local_time";

test("there and back, to the minute", () => {
  const at = Date.parse("2026-03-01T09:30:42Z");
  expect(localTime(at)).toMatch(/^2026-0[23]-\d\dT\d\d:\d\d$/);
  expect(instant(localTime(at))).toBe("2026-03-01T09:30:00.000Z");
});

test("a field that is not filled in names no moment", () => {
  expect([instant(""), instant("soon")]).toEqual([null, null]);
});
