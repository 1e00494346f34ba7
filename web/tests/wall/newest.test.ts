/** The newest jobs, from a room's items. */
import { expect, test } from "vitest";
import { newestJobs } from "../../src/wall/newest";
import type { Item } from "../../src/wire/room";

function item(event: string, job: string, data: Record<string, unknown> = {}): Item {
  return { event, event_id: `${event}-${job}`, at: "2026-01-01T10:00:00Z", data: { job, org: "o", ...data } };
}
const published = (job: string): Item => item("JobPublished", job, { title: job, headcount: 2 });

test("the newest come first, and no more than asked for", () => {
  const jobs = newestJobs([published("a"), published("b"), published("c")], 2);
  expect(jobs.map((job) => job.id)).toEqual(["c", "b"]);
});

test("a closed job is not shown", () => {
  expect(newestJobs([published("a"), published("b"), item("JobClosed", "b")], 5).map((job) => job.id)).toEqual(["a"]);
});

test("a job is shown as it was amended last", () => {
  const items = [
    published("a"),
    item("JobAmended", "a", { title: "x", headcount: 5 }),
    item("JobAmended", "a", { title: "y" }),
  ];
  expect(newestJobs(items, 5)[0]).toMatchObject({ title: "y", headcount: 5 });
});

test("items without what a job needs do no harm", () => {
  const odd: Item = { event: "JobPublished", event_id: "1", at: "", data: { job: "a" } };
  expect(newestJobs([odd, { ...odd, data: {} }], 5)).toMatchObject([
    { id: "a", title: "", headcount: 1, region: null },
  ]);
});
