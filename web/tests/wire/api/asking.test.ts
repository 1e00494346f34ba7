/** Addresses, and lists that come page by page. */
import { expect, test } from "vitest";
import { address, fairPath, listOf, type Page, pagesOf, sessionPath } from "../../../src/wire/api/asking";
import { asked, hall } from "./reading";

test("an address leaves out what was not asked for", () => {
  expect(address("/v1/fairs")).toBe("/v1/fairs");
  expect(address("/v1/fairs", { cursor: null, after: undefined, q: "" })).toBe("/v1/fairs");
  expect(address("/v1/fairs", { cursor: null, limit: "50" })).toBe("/v1/fairs?limit=50");
});

test("an address holds whatever somebody types", () => {
  const text = "数据 & 分析=100%?#";
  const url = new URL(address("/v1/jobs", { q: text }), "http://page");
  expect([url.searchParams.get("q"), url.hash]).toEqual([text, ""]);
});

test.each([
  ["../jobs", "/v1/fairs/..%2Fjobs"],
  ["a b?c", "/v1/fairs/a%20b%3Fc"],
])("the id %s of an address stays within its segment", (id, path) => {
  expect(fairPath(id)).toBe(path);
  expect(sessionPath(id)).toBe(path.replace("fairs", "sessions"));
});

/** A list of these pages, and the cursors that it was asked for. */
function list(
  ...pages: readonly Page<number>[]
): [cursors: (string | null)[], read: (cursor: string | null) => Promise<Page<number>>] {
  const cursors: (string | null)[] = [];
  const read = async (cursor: string | null): Promise<Page<number>> => {
    cursors.push(cursor);
    return pages[cursors.length - 1] ?? { items: [] };
  };
  return [cursors, read];
}

test("pages become one list, with the counts of the first", async () => {
  const [cursors, read] = list(
    { items: [1, 2], next_cursor: "b", counts: { open: 3 } },
    { items: [3], next_cursor: null, counts: { open: 9 } },
  );
  expect(await pagesOf(read, 100)).toEqual({ items: [1, 2, 3], counts: { open: 3 }, next_cursor: null });
  expect(cursors).toEqual([null, "b"]);
});

test("no more pages are read than are wanted", async () => {
  const [cursors, read] = list({ items: [1, 2], next_cursor: "b" }, { items: [3, 4], next_cursor: "c" });
  expect(await pagesOf(read, 3)).toEqual({ items: [1, 2, 3, 4], next_cursor: "c" });
  expect(cursors).toEqual([null, "b"]);
});

test("what moves to a later page meanwhile is there once", async () => {
  const pages = [{ items: [{ id: "a" }, { id: "b" }], next_cursor: "2" }, { items: [{ id: "b" }, { id: "c" }] }];
  const { items } = await pagesOf(async () => pages.shift() ?? { items: [] });
  expect(items.map(({ id }) => id)).toEqual(["a", "b", "c"]);
});

test("a list without pages is an empty one", async () => {
  const [cursors, read] = list({ items: [] });
  expect(await pagesOf(read, 3)).toEqual({ items: [], next_cursor: null });
  expect(cursors).toEqual([null]);
});

test("an organizer's list asks for counts, and its filters go before its defaults", async () => {
  hall.list("/v1/fairs/f/booths");
  await listOf("f", "booths", { state: "requested", q: null, limit: "1" }, "t");
  expect(asked()).toMatchObject({ token: "t", query: { counts: "true", limit: "1", state: "requested" } });
});
