/** Every shortlisted applicant gets a rank, also when several changes happen at the same time. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Office } from "../../src/desk/office";
import { Queue } from "../../src/desk/queue";
import type { Person } from "../../src/signed_in";

const PERSON: Person = { token: "t", sub: "s", role: "enterprise", org: "o", name: "s", until: 0 };
let states: Record<string, string>;
let ranking: readonly string[];
let refusesRankings: boolean;
let slow: string;
let held: Promise<void> | null;

/** A service with one job, as far as a queue asks. */
async function fetched(url: string, { method, body }: { method: string; body: string | null }): Promise<Response> {
  const path = new URL(url, "http://here").pathname;
  const asked = new URL(url, "http://here").searchParams;
  await Promise.resolve(); // others come between
  if (method === "PUT" && refusesRankings) return Response.json({ detail: "paused" }, { status: 409 });
  if (method === "PUT") ranking = (JSON.parse(body!) as { applications: string[] }).applications;
  const step = /applications\/(\w)\/shortlist$/.exec(path);
  if (step && step[1] === slow) await new Promise((resolve) => setTimeout(resolve, 5));
  if (step) states[step[1]!] = "shortlisted";
  if (method !== "GET")
    return Response.json({ id: "x", event_id: "e", receipt: { position: "p:0:1", accepted_at: "" } });
  if (path.startsWith("/v1/outcomes")) return Response.json({ outcome: "applied" });
  if (path.endsWith("/ranking"))
    return Response.json({ applications: ranking, items: ranking.map((id) => ({ id, state: states[id], place: 0 })) });
  if (path.endsWith("/closing-rounds")) return Response.json({ items: [] });
  const all = Object.entries(states).map(([id, state], n) => ({ id, state, place: n + 1 }));
  const answer = { items: all.filter(({ state }) => [null, state].includes(asked.get("state"))), counts: {} };
  const wait = held;
  held = null;
  await wait;
  return Response.json(answer);
}

beforeEach(() => {
  [states, ranking, refusesRankings] = [{ a: "submitted", b: "submitted", c: "shortlisted" }, ["c"], false];
  [slow, held] = ["", null];
  vi.stubGlobal("fetch", fetched);
});
afterEach(() => vi.unstubAllGlobals());

async function opened(): Promise<Queue> {
  const office = new Office(PERSON, "f");
  office.open("");
  const queue = new Queue(office, () => undefined);
  queue.choose("j");
  await queue.read();
  return queue;
}

test("two applicants shortlisted at the same time both get a rank, behind those that have one", async () => {
  const queue = await opened();
  await Promise.all([queue.step("b", "shortlist"), queue.step("a", "shortlist")]);
  expect(ranking).toEqual(["c", "b", "a"]); // in the order of the steps, not of their places
  expect(queue.state.ranking).toEqual(ranking);
});

test("the rank follows the order of the steps also where the first one is answered last", async () => {
  const queue = await opened();
  slow = "b";
  await Promise.all([queue.step("b", "shortlist"), queue.step("a", "shortlist")]);
  expect(ranking).toEqual(["c", "b", "a"]);
});

test("a read that ends after a later one does not replace it", async () => {
  const queue = await opened();
  let release = (): void => undefined;
  held = new Promise((resolve) => (release = resolve));
  const first = queue.read();
  await vi.waitFor(() => expect(held).toBeNull()); // the first read has its answer, which is on its way
  states.a = "invited";
  await queue.read();
  release();
  await first;
  expect(queue.state.applicants.find(({ id }) => id === "a")?.state).toBe("invited");
});

test("another step is no rank", async () => {
  const queue = await opened();
  await queue.step("a", "view");
  expect(ranking).toEqual(["c"]);
});

test("an order that is refused is shown as it was, and the next one is tried", async () => {
  [states, ranking] = [{ a: "shortlisted", b: "shortlisted" }, ["a", "b"]];
  const queue = await opened();
  refusesRankings = true;
  await expect(queue.rank(["b", "a"])).rejects.toThrow("paused");
  expect(queue.state.ranking).toEqual(["a", "b"]);
  refusesRankings = false;
  await queue.rank(["b", "a"]);
  expect([queue.state.ranking, ranking]).toEqual([
    ["b", "a"],
    ["b", "a"],
  ]);
});
