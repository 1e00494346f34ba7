/** A student's order for the closing round. */
import { expect, test } from "vitest";
import { wishesOf } from "../../src/me/wishes";
import type { OwnApplication } from "../../src/wire/api/applications";

const one = (job: string, state: string, fair = "f"): OwnApplication =>
  ({ id: `of ${job}`, job, fair, state }) as OwnApplication;

test("what is ranked comes in its order, what could be ranked beside it; what is over or elsewhere in neither", () => {
  const all = [
    one("a", "submitted"),
    one("b", "invited"),
    one("c", "withdrawn"),
    one("d", "viewed", "g"),
    one("e", "accepted"),
    one("f", "waitlisted"),
  ];
  const { ranked, others } = wishesOf(all, "f", ["b", "c", "a"]);
  expect(ranked.map(({ job }) => job)).toEqual(["b", "a"]);
  expect(others.map(({ job }) => job)).toEqual(["f"]);
});
