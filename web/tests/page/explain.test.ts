/** Every failure says what to do, in both languages. */
import { expect, test } from "vitest";
import { explain } from "../../src/page/explain";
import { reasonFor, TERMS } from "../../src/terms";
import { Refused } from "../../src/wire/http";
import { Undone } from "../../src/wire/writes";

test("every status has words and advice", () => {
  for (const terms of Object.values(TERMS)) {
    for (const status of [400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503, 504]) {
      const { what, todo } = explain(new Refused(status, "x"), terms);
      expect([what, todo].every((text) => text.length > 2)).toBe(true);
    }
  }
});

test("only a bad token asks to sign in again", () => {
  expect(explain(new Refused(401, ""), TERMS.en).signIn).toBe(true);
  expect(explain(new Refused(403, ""), TERMS.en).signIn).toBe(false);
});

test("what is wrong is named by its place, and not said twice", () => {
  const errors = [{ path: "salary.min", reason: "is above max" }];
  expect(explain(new Refused(422, "salary.min: is above max", errors), TERMS.en)).toMatchObject({ errors, detail: "" });
});

test("no answer at all is the network", () => {
  expect(explain(new TypeError("Failed to fetch"), TERMS.zh).todo).toContain("网络");
});

test("what the log refused says why, also for a state that was met and for what somebody wrote", () => {
  expect(explain(new Undone("no_place_left"), TERMS.en).what).toBe("All places have been filled.");
  expect(reasonFor(TERMS.zh, "application_expired")).toContain("已过期");
  expect(reasonFor(TERMS.en, "We met at the fair.")).toBe("We met at the fair.");
});
