/** What a list shows, whatever order its reads come in. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Listing } from "../../src/organizer/listing";
import type { Page, Query } from "../../src/wire/api/asking";

let asked: Query[];
/** How long each read takes, ms. */
let wait: number[];
let fails: boolean;
let shown: string[];

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  [asked, wait, fails, shown] = [[], [], false, []];
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** Pages `a`, `b`, `c` of each state. */
async function answer(filters: Query): Promise<Page<string>> {
  asked.push(filters);
  await new Promise((done) => setTimeout(done, wait.shift() ?? 0));
  if (fails) throw new Error("away");
  const page = filters.cursor ?? "a";
  return { items: [`${filters.state} ${page}`], next_cursor: { a: "b", b: "c" }[page] ?? null, counts: { open: 3 } };
}

function listing(): Listing<string> {
  const one: Listing<string> = new Listing(
    answer,
    { state: "open" },
    (name) => name,
    () => shown.push(...one.state.items),
  );
  one.want();
  return one;
}

test("what is shown is read again as far as it is shown", async () => {
  const one = listing();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(one.state).toMatchObject({ items: ["open a"], counts: { open: 3 }, cursor: "b", phase: "ready" });
  one.more();
  await vi.advanceTimersByTimeAsync(1_000);
  one.want("l:0:7");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(one.state).toMatchObject({ items: ["open a", "open b"], cursor: "c" });
  expect(asked.at(-2)).toEqual({ state: "open", after: "l:0:7" });
});

test("an answer to an older question is not shown", async () => {
  wait = [2_000];
  const one = listing();
  await vi.advanceTimersByTimeAsync(500);
  one.filter({ state: "closed" });
  await vi.advanceTimersByTimeAsync(4_000);
  expect(shown).not.toContain("open a");
  expect(one.state).toMatchObject({ items: ["closed a"], phase: "ready" });
});

test("other filters begin at the first page, and a failure leaves what was shown", async () => {
  const one = listing();
  one.more();
  await vi.advanceTimersByTimeAsync(1_000);
  one.filter({ q: "x" });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(one.state.items).toEqual(["open a"]);
  fails = true;
  one.want();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(one.state).toMatchObject({ items: ["open a"], phase: "failed" });
});
