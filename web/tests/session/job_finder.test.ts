/** Searching for the job to drop: only what was typed last is shown, and an empty field asks nothing. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { JobFinder } from "../../src/session/job_finder";
import type { Page } from "../../src/wire/api/asking";
import type { Job } from "../../src/wire/api/jobs";

let asked: string[];
/** How long each read takes, ms. */
let wait: number[];

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  [asked, wait] = [[], []];
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

function finder(): JobFinder {
  const ask = async (query: string): Promise<Page<Job>> => {
    asked.push(query);
    await new Promise((done) => setTimeout(done, wait.shift() ?? 0));
    if (query === "broken") throw new Error("away");
    return query === "weldr"
      ? { items: [], suggestion: "welder" }
      : { items: [{ id: query, fair: "f", org: "o", title: query, headcount: 1 }] };
  };
  return new JobFinder(ask, () => undefined);
}
const found = (one: JobFinder): readonly string[] | undefined => one.state.found?.map(({ id }) => id);

test("what is typed is searched on the server, with a suggestion where nothing is found", async () => {
  const one = finder();
  one.search(" welder ");
  await vi.advanceTimersByTimeAsync(1_000);
  expect([asked, found(one)]).toEqual([["welder"], ["welder"]]);
  one.search("weldr");
  await vi.advanceTimersByTimeAsync(1_000);
  expect([found(one), one.state.findings.suggestion]).toEqual([[], "welder"]);
});

test("an answer to what was typed before is not shown", async () => {
  wait = [5_000];
  const one = finder();
  one.search("w");
  await vi.advanceTimersByTimeAsync(500);
  one.search("welder");
  await vi.advanceTimersByTimeAsync(10_000);
  expect(found(one)).toEqual(["welder"]);
});

test("an empty field brings the list back, also while an answer is on its way", async () => {
  wait = [1_000];
  const one = finder();
  one.search("welder");
  await vi.advanceTimersByTimeAsync(500);
  one.search("");
  await vi.advanceTimersByTimeAsync(5_000);
  expect([one.state.found, asked]).toEqual([null, ["welder"]]);
});

test("a read that fails leaves what was found", async () => {
  const one = finder();
  one.search("welder");
  await vi.advanceTimersByTimeAsync(1_000);
  one.search("broken");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(found(one)).toEqual(["welder"]);
});
