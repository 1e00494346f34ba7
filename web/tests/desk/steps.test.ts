/** What may be done with an application, and in which part it stands. */
import { expect, test } from "vitest";
import { filterOf, mayRead, stepsFrom } from "../../src/desk/steps";

test("the steps are those of the states' table", () => {
  expect(stepsFrom("submitted")).toEqual(["shortlist", "invite", "refuse"]);
  expect(stepsFrom("invited")).toEqual([]);
  expect(stepsFrom("accepted")).toEqual(["hire"]);
});

test("a resume is open as long as the application is live", () => {
  expect(["submitted", "invited", "hired", "refused", "withdrawn"].map(mayRead)).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});

test("a state that is not known is over, not lost", () => {
  expect(["submitted", "hired", "anything"].map(filterOf)).toEqual(["fresh", "matched", "over"]);
});
