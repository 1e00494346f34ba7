/** The lists of the wall. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { NewestJobs, TopJobs } from "../../src/wall/jobs";
import type { Job } from "../../src/wire/api/jobs";
import { drawn } from "../drawn";
import { Hall, item } from "../hall";

let hall: Hall;
beforeEach(() => (hall = new Hall().open()));
afterEach(() => hall.close());

const NAMES = new Map([["o", "Yunqi"]]);
const NONE = new Map<string, never[]>();
const published = (job: string, more: object = {}) =>
  item("JobPublished", { job, org: "o", title: `Job ${job}`, headcount: 2, ...more });
const job = (id: string, more: Partial<Job> = {}): Job => ({
  ...{ id, fair: "f", org: "o", title: `Job ${id}`, headcount: 1, ...more },
});

test("without jobs both lists say why they are empty", () => {
  expect(drawn(<NewestJobs items={[]} names={NAMES} flags={NONE} />).text).toContain(
    "No jobs have been published yet.",
  );
  expect(drawn(<TopJobs jobs={[]} names={NAMES} flags={NONE} />).text).toContain("once it has ten applications");
});

test("the wall of an archived fair does not say that there were no jobs", () => {
  const { text } = drawn(<NewestJobs items={[]} names={NAMES} flags={NONE} isOver />);
  expect(text).toContain("listed until a fair is archived");
  expect(text).not.toContain("No jobs");
});

test("the newest job is above, with its enterprise, place and positions", () => {
  const items = [published("a"), published("b", { region: "Hangzhou", headcount: 1 })];
  const { text } = drawn(<NewestJobs items={items} names={NAMES} flags={NONE} />);
  expect(text.indexOf("Job b")).toBeLessThan(text.indexOf("Job a"));
  expect(text).toContain("1 position Yunqi · Hangzhou");
  expect(text).toContain("2 positions");
});

test("an enterprise that is not known yet is called one", () => {
  const { text } = drawn(<NewestJobs items={[published("a", { org: "new" })]} names={NAMES} flags={NONE} />, "zh");
  expect(text).toContain("参会单位");
});

test("a job that nobody applied for is not among the most sought", () => {
  const { html } = drawn(<TopJobs jobs={[job("a"), job("b", { applications: 12 })]} names={NAMES} flags={NONE} />);
  expect([...html.matchAll(/data-job="(\w)"/g)].map(([, id]) => id)).toEqual(["b"]);
});

test("a number that is a lower bound is marked as one", () => {
  const { html, text } = drawn(
    <TopJobs jobs={[job("b", { applications: 1_230, applications_at_least: true })]} names={NAMES} flags={NONE} />,
  );
  expect(text).toContain("1,230+");
  expect(html).toContain("A lower bound");
});

test("what an ad is flagged for is shown where it is known", () => {
  const flags = new Map([
    [
      "a",
      [
        { kind: "age", field: "title", phrase: "under 35" },
        { kind: "missing", field: "pay", phrase: "" },
      ],
    ],
  ]);
  const { html } = drawn(<NewestJobs items={[published("a"), published("b")]} names={NAMES} flags={flags} />);
  expect([...html.matchAll(/<mark[^>]*>([^<]*)</g)].map(([, phrase]) => phrase)).toEqual(["under 35"]);
});

test("a title that looks like markup is text", () => {
  const { html } = drawn(<NewestJobs items={[published("a", { title: "<b>x</b>" })]} names={NAMES} flags={NONE} />);
  expect(html).toContain("&lt;b>x&lt;/b>");
});
