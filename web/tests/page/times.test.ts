/** What is left until a moment. */
import { expect, test } from "vitest";
import { left } from "../../src/page/times";

test("hours, minutes, seconds, and days where there are any", () => {
  expect(left(3_661_000)).toBe("01:01:01");
  expect(left(2 * 86_400_000 + 5_000)).toBe("2 d 00:00:05");
});

test("never below nothing", () => {
  expect(left(-5)).toBe("00:00:00");
});
