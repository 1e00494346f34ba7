/** Bulk actions of a desk. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { Office } from "../../src/desk/office";
import { Hall, person } from "../hall";

let hall: Hall;
let office: Office;
beforeEach(() => {
  hall = new Hall().open();
  office = new Office(person("enterprise", "o"), "f");
  office.open("");
});
afterEach(() => hall.close());

test("applications are named together, with what is the same for all", async () => {
  hall.on("GET /v1/outcomes/event-1/items", { outcomes: { applied: 1, refused: 1 } });
  expect(await office.many("/jobs/j/applications/invite", ["a", "b"], { message: "Hi" })).toBe(1);
  expect(hall.writes[0]?.body).toEqual({ message: "Hi", applications: ["a", "b"] });
});

test("no more than one action takes", async () => {
  const many = Array.from({ length: 1_500 }, (_, n) => `a${n}`);
  await office.many("/jobs/j/applications/refuse", many);
  expect(hall.writes[0]?.body).toEqual({ applications: many.slice(0, 1_000) });
});
