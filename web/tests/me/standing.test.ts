/** Where a student stands. */
import { expect, test } from "vitest";
import { canWithdraw, grouped, stands } from "../../src/me/standing";
import type { OwnApplication } from "../../src/wire/api/applications";

const one = (id: string, state: string, more: Partial<OwnApplication> = {}): OwnApplication => ({
  ...{
    id,
    job: `job-${id}`,
    fair: "f",
    org: "o",
    student: "s",
    facets: {},
    state,
    place: 1,
    created_at: "",
    title: "T",
  },
  receipt: { position: "p", accepted_at: "" },
  ...more,
});

test("what waits for an answer comes first, the next deadline before the others", () => {
  const groups = grouped([
    one("a", "submitted"),
    one("b", "invited", { deadline: "2026-02" }),
    one("c", "invited", { deadline: "2026-01" }),
  ]);
  expect([...groups.keys()][0]).toBe("answer");
  expect(groups.get("answer")?.map(({ id }) => id)).toEqual(["c", "b"]);
  expect(groups.get("underway")?.map(({ id }) => id)).toEqual(["a"]);
});

test("a state that is not known is over, not lost", () => {
  expect(grouped([one("a", "released")]).get("over")).toHaveLength(1);
});

test("what can be withdrawn, and what stands", () => {
  expect(["submitted", "accepted", "hired", "withdrawn"].map(canWithdraw)).toEqual([true, true, false, false]);
  expect(["submitted", "hired", "refused", "withdrawn"].map(stands)).toEqual([true, true, false, false]);
});
