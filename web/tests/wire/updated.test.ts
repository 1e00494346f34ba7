/** What a room says of applications that were read before. */
import { expect, test } from "vitest";
import type { OwnApplication } from "../../src/wire/api/applications";
import type { Item } from "../../src/wire/room";
import { updated } from "../../src/wire/updated";

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
const item = (application: string, data: object): Item => ({
  event: "E",
  event_id: "e",
  at: "",
  data: { application, ...data },
});

test("items of the room move what was read; the newest counts", () => {
  const items = [item("a", { state: "viewed" }), item("a", { state: "invited", deadline: "2026-01-01", place: 3 })];
  expect(updated([one("a", "submitted"), one("b", "viewed")], items)).toEqual([
    one("a", "invited", { deadline: "2026-01-01", place: 3 }),
    one("b", "viewed"),
  ]);
});

test("an old reason does not stay with a new state", () => {
  expect(updated([one("a", "refused", { reason: "full" })], [item("a", { state: "submitted" })])[0]).not.toHaveProperty(
    "reason",
  );
});
