/** The figures of a fair: read once, then by hand. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { Figures } from "../../src/organizer/figures";
import { type Asked, Hall, pass, refusal } from "../hall";

let hall: Hall;
let figures: Figures;
beforeEach(() => {
  hall = new Hall().open();
  hall.on("GET /v1/fairs/f/report", { as_of: "now" });
  hall.on("GET /v1/fairs/f/breakdown", ({ query }: Asked) => ({ by: query.by }));
  figures = new Figures("f", "t", () => undefined);
});
afterEach(() => hall.close());

test("nothing is read before somebody looks", async () => {
  await pass(1_000);
  expect([figures.state.phase, hall.asked]).toEqual(["idle", []]);
});

test("the first look reads both, a second one neither", async () => {
  figures.want();
  expect(figures.state.phase).toBe("loading");
  figures.want();
  await pass();
  expect(figures.state).toMatchObject({ phase: "ready", report: { as_of: "now" }, breakdown: { by: "region" } });
  figures.want();
  await pass();
  expect(hall.asked.length).toBe(2);
});

test("by hand it is read again, in the grouping that was chosen", async () => {
  await figures.choose("degree");
  await figures.read();
  expect(figures.state.breakdown).toMatchObject({ by: "degree" });
});

test("a failure is shown, and gone with the next reading", async () => {
  hall.on("GET /v1/fairs/f/report", () => refusal(503));
  await figures.read();
  expect(figures.state).toMatchObject({ phase: "failed", error: { status: 503 } });
  hall.on("GET /v1/fairs/f/report", { as_of: "later" });
  await figures.read();
  expect(figures.state).toMatchObject({ phase: "ready", error: null, report: { as_of: "later" } });
});

test("of two groupings the one that was chosen last is shown", async () => {
  let end = (): void => undefined;
  const slow = new Promise<void>((done) => (end = done));
  hall.on("GET /v1/fairs/f/breakdown", async ({ query }: Asked) => {
    if (query.by === "region") await slow;
    return { by: query.by };
  });
  const first = figures.choose("region");
  await figures.choose("industry");
  end();
  await first;
  expect(figures.state.breakdown).toEqual({ by: "industry" });
});
