/** An enterprise's order. */
import { expect, test } from "vitest";
import type { Application } from "../../src/api";
import { ranked } from "../../src/desk/ranking";
import { placed } from "../../src/placed";

const one = (id: string, place: number, state = "shortlisted"): Application => ({
  ...{ id, job: "j", fair: "f", org: "o", student: id, facets: {}, state, place, created_at: "" },
  receipt: { position: "", accepted_at: "" },
});

test("who was ranked comes first, in that order; then the others by their place", () => {
  const order = ranked([one("a", 1), one("b", 2), one("c", 3), one("d", 4)], ["d", "b"]);
  expect(order.map(({ id }) => id)).toEqual(["d", "b", "a", "c"]);
});

test("only who may be moved up, or holds an invitation, has a rank", () => {
  expect(ranked([one("a", 1, "submitted"), one("b", 2, "invited"), one("c", 3, "refused")], ["a", "c"]).map(({ id }) => id)).toEqual(["b"]);
});

test("moved to a place, and never beyond the ends", () => {
  expect(placed(["a", "b", "c"], "c", 0)).toEqual(["c", "a", "b"]);
  expect(placed(["a", "b", "c"], "a", 1)).toEqual(["b", "a", "c"]);
  expect(placed(["a", "b"], "a", 9)).toEqual(["b", "a"]);
  expect(placed(["a", "b"], "b", -3)).toEqual(["b", "a"]);
});
