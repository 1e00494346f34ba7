/** A fair as a form: planned by all that is said, amended by what was changed. */
import { expect, test } from "vitest";
import { bodyOf, changesOf, formOf, newForm, offersAreOpen } from "../../src/organizer/fair_form";
import type { Fair } from "../../src/wire/api/fairs";

const FAIR: Fair = {
  ...{ id: "f", title: "Spring", host: "League", state: "scheduled", region: "浙江" },
  ...{ starts_at: "2026-03-01T09:00:07Z", ends_at: "2026-03-01T17:00:00Z" },
};

test("an unchanged form changes nothing", () => {
  expect(changesOf(FAIR, formOf(FAIR))).toEqual({});
  expect(changesOf(FAIR, { ...formOf(FAIR), title: " Spring " })).toEqual({});
});

test("null clears what is optional, and seconds that no field shows stay", () => {
  const form = { ...formOf(FAIR), region: " ", description: "Bring a resume.", offers: "release" };
  expect(changesOf(FAIR, form)).toEqual({ region: null, description: "Bring a resume.", offers: "release" });
  const later = formOf({ ...FAIR, ends_at: "2026-03-01T18:00:00Z" });
  expect(changesOf(FAIR, later)).toEqual({ ends_at: "2026-03-01T18:00:00+00:00" });
});

test("a new one leaves out empty fields", () => {
  const body = bodyOf({ ...newForm("League", Date.parse("2026-03-01T09:00:00Z")), title: "Spring" });
  const times = { starts_at: "2026-03-01T09:00:00+00:00", ends_at: "2026-03-01T17:00:00+00:00" };
  expect(body).toEqual({ title: "Spring", host: "League", ads: "warn", offers: "keep", ...times });
});

test("the rule for several offers is open until the fair opens", () => {
  expect((["draft", "scheduled", "open", "closing"] as const).map(offersAreOpen)).toEqual([true, true, false, false]);
});
