/** What may be done with an application, and in which part it stands. */
import { expect, test } from "vitest";
import { filterOf, stepsFrom } from "../../src/desk/steps";

test("the steps are those of the states' table", () => {
  expect(stepsFrom("submitted")).toEqual(["shortlist", "invite", "refuse"]);
  expect(stepsFrom("invited")).toEqual([]);
  expect(stepsFrom("accepted")).toEqual(["hire"]);
});

test("a state that is not known is over, not lost", () => {
  expect(["submitted", "hired", "anything"].map(filterOf)).toEqual(["fresh", "matched", "over"]);
});
