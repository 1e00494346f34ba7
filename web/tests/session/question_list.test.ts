/** The questions of a session: read page by page, and known without reading once something was done about one. */
import { afterEach, expect, test, vi } from "vitest";
import { QuestionList } from "../../src/session/question_list";
import type { Writes } from "../../src/wire/writes";

const question = (id: string) => ({ id, text: id, state: "open", votes: 0, asked_at: id });

/** Answers reads with these pages, one after the other, and returns which cursors were asked for. */
function reads(...pages: readonly (readonly string[])[]): string[] {
  const cursors: string[] = [];
  vi.stubGlobal("fetch", async (url: string) => {
    const n = cursors.push(new URL(url, "http://fair").searchParams.get("cursor") ?? "");
    return Response.json({ items: pages[n - 1]?.map(question), next_cursor: n < pages.length ? `after ${n}` : null });
  });
  return cursors;
}

afterEach(() => void vi.unstubAllGlobals());

test("page by page, no further than is wanted, and nothing after the last", async () => {
  const cursors = reads(["a", "b"], ["b", "c"], ["d"]);
  const list = new QuestionList("s", null, () => undefined);
  await list.fill(1);
  expect([list.read.map(({ id }) => id), list.hasMore]).toEqual([["a", "b"], true]);
  await list.fill(4);
  expect([list.read.map(({ id }) => id), list.hasMore]).toEqual([["a", "b", "c", "d"], false]);
  await list.fill(100);
  expect(cursors).toEqual(["", "after 1", "after 2"]);
});

test("what was done about a question is known without reading it", async () => {
  const settle = vi.fn(async () => ({ id: "n", event_id: "e", receipt: { position: "p", accepted_at: "t" } }));
  const list = new QuestionList("s", null, () => undefined);
  list.open({ settle } as unknown as Writes);
  await list.ask("Why?");
  await list.vote(question("a"));
  await list.answer(question("b"), "Because.");
  await list.hide(question("c"));
  expect(list.read).toMatchObject([
    { id: "n", text: "Why?", mine: true },
    { id: "a", voted: true },
    { id: "b", state: "answered", answer: "Because." },
    { id: "c", state: "hidden" },
  ]);
  expect(settle).toHaveBeenCalledWith("POST", "/sessions/s/questions/b/answer", { text: "Because." });
});
