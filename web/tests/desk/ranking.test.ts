/** An enterprise's order. */
import { expect, test } from "vitest";
import { completed, firstOf, placesFree, RANKED_MAX, ranked, reordered, unranked } from "../../src/desk/ranking";
import { placed } from "../../src/page/placed";
import type { Application } from "../../src/wire/api/applications";

const one = (id: string, place: number, state = "shortlisted"): Application => ({
  ...{ id, job: "j", fair: "f", org: "o", student: id, facets: {}, state, place, created_at: "" },
  receipt: { position: "", accepted_at: "" },
});

test("ranked applicants come first, in their order; then the others by place", () => {
  const order = ranked([one("a", 1), one("b", 2), one("c", 3), one("d", 4)], ["d", "b"]);
  expect(order.map(({ id }) => id)).toEqual(["d", "b", "a", "c"]);
});

test("only shortlisted and invited applicants have a rank", () => {
  expect(
    ranked([one("a", 1, "submitted"), one("b", 2, "invited"), one("c", 3, "refused")], ["a", "c"]).map(({ id }) => id),
  ).toEqual(["b"]);
});

test("moved to a place, and never beyond the ends", () => {
  expect(placed(["a", "b", "c"], "c", 0)).toEqual(["c", "a", "b"]);
  expect(placed(["a", "b", "c"], "a", 1)).toEqual(["b", "a", "c"]);
  expect(placed(["a", "b"], "a", 9)).toEqual(["b", "a"]);
  expect(placed(["a", "b"], "b", -3)).toEqual(["b", "a"]);
});

test("shortlisted applicants without a rank come last, by place", () => {
  const shortlist = [one("c", 3), one("b", 2), one("a", 1)];
  expect(unranked(shortlist, ["a", "x"]).map(({ id }) => id)).toEqual(["c", "b"]);
  expect(completed(["a", "x"], shortlist)).toEqual(["a", "x", "b", "c"]);
  expect(completed(["a", "b", "c"], shortlist)).toEqual(["a", "b", "c"]);
});

test("ranked applicants that are not shown keep their rank when others are moved", () => {
  expect(reordered(["x", "a", "y", "b"], ["b", "a", "c"])).toEqual(["x", "b", "y", "a", "c"]);
  expect(reordered(["a", "b"], ["c", "a", "b"])).toEqual(["c", "a", "b"]);
  expect(reordered([], ["b", "a"])).toEqual(["b", "a"]);
});

test("a ranking names no more applicants than the limit", () => {
  const many = Array.from({ length: RANKED_MAX }, (_, n) => `x${n}`);
  expect(completed(many, [one("a", 1)])).toHaveLength(RANKED_MAX);
  expect(reordered(many, ["a"])).toHaveLength(RANKED_MAX);
});

test("the first of the shortlist are invited, one for each free opening", () => {
  expect(placesFree(5, { invited: 1, accepted: 1, hired: 1, shortlisted: 4 })).toBe(2);
  expect(placesFree(1, { invited: 2 })).toBe(0);
  expect(firstOf([one("a", 1, "invited"), one("b", 2), one("c", 3, "refused"), one("d", 4), one("e", 5)], 2)).toEqual([
    "b",
    "d",
  ]);
});
