/** A span of time as people say it. */
import { expect, test } from "vitest";
import { span } from "../../src/page/span";

test("as rough as people say it, in both languages", () => {
  expect([12, 59.7, 61, 3_540, 3_600, 9_000, 100_000, 259_200].map((seconds) => span(seconds, "en-GB"))).toEqual([
    "12 secs",
    "1 min",
    "1 min",
    "59 mins",
    "1 hr",
    "2.5 hrs",
    "28 hrs",
    "3 days",
  ]);
  expect(span(720, "zh-CN")).toMatch(/^12\s?分钟$/);
});
