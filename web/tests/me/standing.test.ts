/** Where a student stands. */
import { expect, test } from "vitest";
import type { OwnApplication } from "../../src/api";
import type { Item } from "../../src/room";
import { canWithdraw, grouped, stands, told } from "../../src/me/standing";

const one = (id: string, state: string, more: Partial<OwnApplication> = {}): OwnApplication => ({
  ...{ id, job: `job-${id}`, fair: "f", org: "o", student: "s", facets: {}, state, place: 1, created_at: "", title: "T" },
  receipt: { position: "p", accepted_at: "" },
  ...more,
});
const item = (application: string, data: object): Item => ({ event: "E", event_id: "e", at: "", data: { application, ...data } });

test("what waits for an answer comes first, the next deadline before the others", () => {
  const groups = grouped([one("a", "submitted"), one("b", "invited", { deadline: "2026-02" }), one("c", "invited", { deadline: "2026-01" })]);
  expect([...groups.keys()][0]).toBe("answer");
  expect(groups.get("answer")?.map(({ id }) => id)).toEqual(["c", "b"]);
  expect(groups.get("underway")?.map(({ id }) => id)).toEqual(["a"]);
});

test("a state that is not known is over, not lost", () => {
  expect(grouped([one("a", "released")]).get("over")).toHaveLength(1);
});

test("items of the room move what was read; the newest counts", () => {
  const items = [item("a", { state: "viewed" }), item("a", { state: "invited", deadline: "2026-01-01", place: 3 })];
  expect(told([one("a", "submitted"), one("b", "viewed")], items)).toEqual([
    one("a", "invited", { deadline: "2026-01-01", place: 3 }),
    one("b", "viewed"),
  ]);
});

test("an old reason does not stay with a new state", () => {
  expect(told([one("a", "refused", { reason: "full" })], [item("a", { state: "submitted" })])[0]).not.toHaveProperty("reason");
});

test("what can be withdrawn, and what stands", () => {
  expect(["submitted", "accepted", "hired", "withdrawn"].map(canWithdraw)).toEqual([true, true, false, false]);
  expect(["submitted", "hired", "refused", "withdrawn"].map(stands)).toEqual([true, true, false, false]);
});
