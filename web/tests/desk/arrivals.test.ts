/** Applications that the room tells of first. */
import { expect, test } from "vitest";
import { arrived } from "../../src/desk/arrivals";
import type { Item } from "../../src/wire/room";

const item = (application: string, event = "ApplicationReceived"): Item => ({
  ...{ event, event_id: "e", at: "2026-01-01T00:00:00Z" },
  data: {
    application,
    job: "j",
    fair: "f",
    org: "o",
    student: "s",
    state: "submitted",
    place: 7,
    facets: { degree: "bachelor" },
  },
});

test("a new application stands at the end and is marked; one that is known is not doubled", () => {
  const first = arrived([], new Set(), [item("a"), item("b", "ApplicationViewed")]);
  expect(first.applicants).toMatchObject([{ id: "a", place: 7, facets: { degree: "bachelor" } }]);
  expect([...first.fresh]).toEqual(["a"]);
  expect(arrived(first.applicants, first.fresh, [item("a")])).toEqual(first);
});
