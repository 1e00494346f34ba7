/** A booth as it is written. */
import { expect, test } from "vitest";
import { amendedBooth, boothForm, hoursOf, localOf, requested, wholeMinute } from "../../src/desk/booth_form";

const HOURS = [{ from: "2026-03-01T01:00:30Z", to: "2026-03-01T04:00:00Z" }];
const BOOTH = { org: "o", name: "云栖科技", state: "approved", region: "杭州", hours: HOURS };

test("a request has only the fields that are filled in", () => {
  expect(requested({ ...boothForm(null, " 青禾 "), region: " " })).toEqual({ name: "青禾", nature: "private" });
});

test("an amendment names what changed; what is cleared is null", () => {
  const form = boothForm(BOOTH, "");
  expect(amendedBooth(form, hoursOf(HOURS), BOOTH)).toEqual({});
  expect(amendedBooth({ ...form, region: "", intro: "新" }, [], BOOTH)).toEqual({
    region: null,
    intro: "新",
    hours: null,
  });
});

test("a time that is kept keeps its seconds", () => {
  const [first] = hoursOf(HOURS);
  const changed = amendedBooth(
    boothForm(BOOTH, ""),
    [{ from: first!.from, to: localOf("2026-03-01T05:00:00Z") }],
    BOOTH,
  );
  expect(changed).toEqual({ hours: [{ from: "2026-03-01T01:00:30Z", to: "2026-03-01T05:00:00.000Z" }] });
});

test("the fair's begin as a whole minute is not before it", () => {
  expect(wholeMinute("2026-03-01T01:00:30Z")).toBe("2026-03-01T01:01:00.000Z");
  expect(wholeMinute("2026-03-01T01:00:00Z")).toBe("2026-03-01T01:00:00.000Z");
});
