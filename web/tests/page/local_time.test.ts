/** Moments in a field for local times. */
import { expect, test } from "vitest";
import { instant, localTime, zoned } from "../../src/page/local_time";

test("there and back, to the minute", () => {
  const at = Date.parse("2026-03-01T09:30:42Z");
  expect(localTime(at)).toMatch(/^2026-0[23]-\d\dT\d\d:\d\d$/);
  const again = instant(localTime(at)) ?? "";
  expect(again).toMatch(/^2026-0[23]-\d\dT\d\d:\d\d:00[+-]\d\d:\d\d$/);
  expect(Date.parse(again)).toBe(Date.parse("2026-03-01T09:30:00Z"));
});

test("a moment keeps the offset of the zone in which it was planned", () => {
  const before = process.env.TZ;
  process.env.TZ = "Asia/Shanghai";
  try {
    expect(instant("2026-11-30T09:00")).toBe("2026-11-30T09:00:00+08:00");
  } finally {
    process.env.TZ = before;
  }
});

test("a field that is not filled in names no moment", () => {
  expect([instant(""), instant("soon")]).toEqual([null, null]);
});

test.each([
  ["Asia/Shanghai", "2026-11-30 18:00:05 +08:00"],
  ["UTC", "2026-11-30 10:00:05 +00:00"],
  ["America/St_Johns", "2026-11-30 06:30:05 -03:30"],
])("a moment in a table of %s names its zone", (zone, text) => {
  const before = process.env.TZ;
  process.env.TZ = zone;
  try {
    expect(zoned("2026-11-30T10:00:05Z")).toBe(text);
  } finally {
    process.env.TZ = before;
  }
});
