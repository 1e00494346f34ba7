/** Each item once, of the newest query, whatever order presses and answers come in. */
import { beforeEach, expect, test } from "vitest";
import type { Page } from "../../src/wire/api/asking";
import { PagedList } from "../../src/wire/paged_list";

interface Item {
  readonly id: string;
}
/** A read that waits for its answer. */
interface Asked {
  readonly query: string;
  readonly cursor: string | null;
  readonly limit: number;
  readonly answer: () => void;
  readonly fail: () => void;
}

let asked: Asked[];
let query: string;
let total: number;
let list: PagedList<Item>;

beforeEach(() => {
  [asked, query, total] = [[], "a", 7];
  list = new PagedList(read, ({ id }) => id, 3);
});

/** Items `a0`, `a1` and so on of the query `a`; a cursor is the next number. */
function read(cursor: string | null, limit: number): Promise<Page<Item>> {
  const [of, from] = [query, Number(cursor ?? 0)];
  const end = Math.min(total, from + limit);
  const items = Array.from({ length: Math.max(0, end - from) }, (_, n) => ({ id: `${of}${from + n}` }));
  return new Promise((done, fail) => {
    const answer = (): void => done({ items, next_cursor: end < total ? String(end) : null });
    asked.push({ query: of, cursor, limit, answer, fail: () => fail(new Error("away")) });
  });
}

const settled = (): Promise<void> => new Promise((done) => setTimeout(done));
async function answered(): Promise<void> {
  await settled();
  asked.at(-1)?.answer();
  await settled();
}
const ids = (): string => list.items.map(({ id }) => id).join(" ");

test("the first page, then the others", async () => {
  void list.refresh();
  await answered();
  expect([ids(), list.cursor]).toEqual(["a0 a1 a2", "3"]);
  for (const then of ["a0 a1 a2 a3 a4 a5", "a0 a1 a2 a3 a4 a5 a6"]) {
    void list.more();
    await answered();
    expect(ids()).toBe(then);
  }
  expect(list.cursor).toBeNull();
  await list.more();
  expect(asked).toHaveLength(3);
});

test("pressed twice while a page is on its way, it comes once", async () => {
  void list.refresh();
  await answered();
  const [first, second] = [list.more(), list.more()];
  await answered();
  await Promise.all([first, second]);
  expect([ids(), asked.length]).toEqual(["a0 a1 a2 a3 a4 a5", 2]);
});

test("a page of an older query is never appended", async () => {
  void list.refresh();
  await answered();
  const more = list.more();
  await settled();
  const late = asked.at(-1);
  query = "b";
  list.restart();
  void list.refresh();
  await answered();
  late?.answer();
  await more;
  expect([ids(), list.cursor]).toEqual(["b0 b1 b2", "3"]);
});

test("an older query that is answered last is ignored, and says so", async () => {
  const first = list.refresh();
  await settled();
  const late = asked.at(-1);
  query = "b";
  list.restart();
  const second = list.refresh();
  await answered();
  late?.answer();
  expect(await first).toBeNull();
  expect((await second)?.items).toHaveLength(3);
  expect(ids()).toBe("b0 b1 b2");
});

test("until a new query is answered there is nothing to continue", async () => {
  void list.refresh();
  await answered();
  query = "b";
  list.restart();
  await list.more();
  expect([ids(), list.cursor, asked.length]).toEqual(["a0 a1 a2", null, 1]);
  list.clear();
  expect(ids()).toBe("");
});

test("what is shown is read again as far as it is shown, and grows after that", async () => {
  void list.refresh();
  await answered();
  void list.more();
  await answered();
  total = 8;
  const again = list.refresh();
  const more = list.more();
  await answered();
  await again;
  expect([asked.at(-2)?.limit, ids()]).toEqual([6, "a0 a1 a2 a3 a4 a5"]);
  await answered();
  await more;
  expect(ids()).toBe("a0 a1 a2 a3 a4 a5 a6 a7");
});

test("an item that has moved to a later page is there once", async () => {
  void list.refresh();
  await answered();
  const more = list.more();
  await settled();
  const { cursor } = asked.at(-1)!;
  expect(cursor).toBe("3");
  list.items = [...list.items, { id: "a3" }]; // it came with the first page, and comes again
  asked.at(-1)!.answer();
  await more;
  expect(ids()).toBe("a0 a1 a2 a3 a4 a5");
});

test("a page that fails leaves the list, and can be pressed for again", async () => {
  void list.refresh();
  await answered();
  const failing = list.more();
  await settled();
  asked.at(-1)?.fail();
  await expect(failing).rejects.toThrow("away");
  void list.more();
  await answered();
  expect(ids()).toBe("a0 a1 a2 a3 a4 a5");
});
