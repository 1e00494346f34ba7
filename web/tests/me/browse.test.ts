/** What the list of jobs and of live sessions shows, whatever order its reads and the room come in. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Browse } from "../../src/me/browse";
import type { Session } from "../../src/wire/api/sessions";
import { emptyRoom, fold, type Item, type Room } from "../../src/wire/room";

const NAME = "fair:f";
const item = (event: string, id: string): Item => ({
  event,
  event_id: id,
  at: "2026-05-01T00:00:00Z",
  data: { session: "s", job: "j" },
});
const snapshot = (items: readonly Item[]): Room =>
  fold(emptyRoom(NAME), { type: "snapshot", room: NAME, position: "p:1", decided: "l:0:1", counters: {}, items });
const update = (room: Room, at: number, items: readonly Item[]): Room =>
  fold(room, { type: "update", room: NAME, position: `p:${at}`, decided: `l:0:${at}`, items });

/** The state of the one session now, and how long a read of it takes, ms. */
let now: Session["state"];
let wait: number[];
let asked: string[];

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(0); // this page reads first of all
  [now, wait, asked] = ["scheduled", [], []];
  vi.stubGlobal("fetch", async (url: string) => {
    asked.push(url);
    const items = url.includes("/sessions") ? [{ id: "s", state: now }] : [];
    await new Promise((done) => setTimeout(done, wait.shift() ?? 0));
    return new Response(JSON.stringify({ items }), { headers: { "Content-Type": "application/json" } });
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

function browse(): Browse {
  const one = new Browse(
    "token",
    () => undefined,
    () => undefined,
  );
  one.choose("f");
  return one;
}

const live = (one: Browse): string[] => one.state.live.map(({ id }) => id);

test("a session that starts between the first read and the first snapshot is shown", async () => {
  const one = browse();
  await vi.advanceTimersByTimeAsync(1_000);
  now = "live";
  one.onRoom(snapshot([item("FairSessionStarted", "1")]));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(live(one)).toEqual(["s"]);
  expect(asked.some((url) => url.includes("/sessions") && url.includes("after="))).toBe(true);
});

test("of two reads at once the older never wins", async () => {
  const one = browse();
  one.onRoom(snapshot([]));
  await vi.advanceTimersByTimeAsync(1_000);
  wait = [2_000, 0];
  const scheduled = update(snapshot([]), 2, [item("FairSessionScheduled", "1")]);
  one.onRoom(scheduled);
  await vi.advanceTimersByTimeAsync(400);
  now = "live";
  one.onRoom(update(scheduled, 3, [item("FairSessionStarted", "2")]));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(live(one)).toEqual(["s"]);
});

test("jobs of a first snapshot are read, but only later ones are marked new", async () => {
  const one = browse();
  await vi.advanceTimersByTimeAsync(1_000);
  const before = asked.length;
  const first = snapshot([item("JobPublished", "1")]);
  one.onRoom(first);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked.length).toBe(before + 1);
  expect(one.state.fresh.size).toBe(0);
  one.onRoom(update(first, 2, [item("JobPublished", "2")]));
  expect([...one.state.fresh]).toEqual(["j"]);
});

describe("a list of several pages", () => {
  const PAGE = 20;
  let total: number;
  /** How long a read takes, ms, by its query. */
  let slow: Readonly<Record<string, number>>;

  beforeEach(() => {
    [total, slow] = [45, {}];
    vi.stubGlobal("fetch", async (url: string) => {
      const { pathname, searchParams: query } = new URL(url, "http://page");
      if (!pathname.endsWith("/jobs")) return Response.json({ items: [] });
      asked.push(url);
      const [q, from, limit] = [query.get("q") ?? "", Number(query.get("cursor") ?? 0), Number(query.get("limit"))];
      await new Promise((done) => setTimeout(done, slow[q] ?? 10));
      const end = Math.min(total, from + limit);
      const items = Array.from({ length: end - from }, (_, n) => ({ id: `${q}${from + n}` }));
      return Response.json({ items, next_cursor: end < total ? String(end) : null });
    });
  });

  const ids = (one: Browse): string[] => one.state.jobs.map(({ id }) => id);
  const numbered = (q: string, count: number): string[] => Array.from({ length: count }, (_, n) => `${q}${n}`);

  test("show more pressed twice brings each job once", async () => {
    const one = browse();
    await vi.advanceTimersByTimeAsync(1_000);
    const pressed = [one.more(), one.more()];
    await vi.advanceTimersByTimeAsync(1_000);
    await Promise.all(pressed);
    expect(ids(one)).toEqual(numbered("", 2 * PAGE));
  });

  test("a query that changes while a page loads shows only its own jobs", async () => {
    const one = browse();
    await vi.advanceTimersByTimeAsync(1_000);
    slow = { "": 5_000 };
    const more = one.more();
    await vi.advanceTimersByTimeAsync(100);
    one.search("welder");
    expect(one.state.cursor).toBeNull();
    await vi.advanceTimersByTimeAsync(10_000);
    await more;
    expect(ids(one)).toEqual(numbered("welder", PAGE));
    expect(one.state.cursor).toBe(String(PAGE));
  });

  test("an older query that is answered last is not shown", async () => {
    const one = browse();
    slow = { w: 3_000 };
    one.search("w");
    await vi.advanceTimersByTimeAsync(500);
    one.search("welder");
    await vi.advanceTimersByTimeAsync(10_000);
    expect(ids(one)).toEqual(numbered("welder", PAGE));
  });

  test("news reads as many jobs again as are shown", async () => {
    const one = browse();
    await vi.advanceTimersByTimeAsync(1_000);
    const more = one.more();
    await vi.advanceTimersByTimeAsync(1_000);
    await more;
    one.onRoom(snapshot([]));
    one.onRoom(update(snapshot([]), 2, [item("JobAmended", "1")]));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(ids(one)).toHaveLength(2 * PAGE);
    expect(asked.at(-1)).toContain("limit=40");
  });

  test("another fair begins with none of the jobs of the one before", async () => {
    const one = browse();
    await vi.advanceTimersByTimeAsync(1_000);
    one.choose("g");
    expect(ids(one)).toEqual([]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked.at(-1)).toContain("/v1/fairs/g/jobs");
  });

  test("more sessions than one page has are all read", async () => {
    vi.stubGlobal("fetch", async (url: string) => {
      const { pathname, searchParams: query } = new URL(url, "http://page");
      if (!pathname.endsWith("/sessions")) return Response.json({ items: [] });
      return Response.json(
        query.has("cursor") ? { items: [{ id: "late", state: "live" }] } : { items: [], next_cursor: "more" },
      );
    });
    const one = browse();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(live(one)).toEqual(["late"]);
  });

  const queryOf = (url: string | undefined): Record<string, string> =>
    Object.fromEntries(new URL(url ?? "", "http://page").searchParams);

  test("filters, order and words are asked for together; facets with the first page alone", async () => {
    const one = browse();
    await vi.advanceTimersByTimeAsync(1_000);
    one.search("welder");
    one.filter({ region: "杭州", sort: "pay" });
    one.filter({ degree: "bachelor" });
    await vi.advanceTimersByTimeAsync(1_000);
    const filters = { q: "welder", region: "杭州", degree: "bachelor", sort: "pay", state: "open", limit: "20" };
    expect(queryOf(asked.at(-1))).toEqual({ ...filters, facets: "true", highlights: "true" });
    const more = one.more();
    await vi.advanceTimersByTimeAsync(1_000);
    await more;
    expect(queryOf(asked.at(-1))).toEqual({ ...filters, highlights: "true", cursor: "20" });
    one.filter({ region: null });
    one.search("");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(queryOf(asked.at(-1))).toEqual({
      ...{ degree: "bachelor", sort: "pay", state: "open", limit: "20", facets: "true" },
    });
  });

  test("news in the room has the jobs counted again once in half a minute", async () => {
    vi.stubGlobal("fetch", async (url: string) => {
      asked.push(url);
      const body = { items: [], ...(url.includes("facets=true") ? { matches: 1, facets: {} } : {}) };
      return new Response(JSON.stringify(body), { headers: { "Content-Type": "application/json" } });
    });
    const one = browse();
    await vi.advanceTimersByTimeAsync(1_000);
    const first = snapshot([item("JobPublished", "1")]);
    one.onRoom(first);
    await vi.advanceTimersByTimeAsync(2_000);
    const isCounted = (): boolean => queryOf(asked.filter((url) => url.includes("/jobs")).at(-1)).facets === "true";
    expect([isCounted(), one.state.findings.matches]).toEqual([false, 1]);
    await vi.advanceTimersByTimeAsync(30_000);
    one.onRoom(update(first, 2, [item("JobPublished", "2")]));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(isCounted()).toBe(true);
  });

  test("what the search says is kept until another search says something else", async () => {
    vi.stubGlobal("fetch", async (url: string) =>
      Response.json(
        url.includes("weldr") ? { items: [], matches: 0, suggestion: "welder" } : { items: [{ id: "j" }], matches: 1 },
      ),
    );
    const one = browse();
    one.search("weldr");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(one.state.findings).toMatchObject({ matches: 0, suggestion: "welder" });
    one.search("welder");
    expect(one.state.findings.suggestion).toBe("welder");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(one.state.findings).toMatchObject({ matches: 1 });
    expect(one.state.findings.suggestion).toBeUndefined();
  });

  test("an address replaces the whole search", async () => {
    const one = browse();
    one.search("a");
    one.filter({ region: "杭州" });
    one.restore({ q: "b", region: null, sort: "newest" });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(one.state).toMatchObject({ query: "b", filters: { region: null, sort: "newest" } });
    expect(queryOf(asked.at(-1))).toMatchObject({ q: "b", sort: "newest" });
  });
});
