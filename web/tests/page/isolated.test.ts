/** What people wrote turns no sentence around. */
import { expect, test } from "vitest";
import { isolated, isolating, joined } from "../../src/page/isolated";

test("a text of one direction stays as it is", () => {
  for (const text of ["", "焊工", "Engineer (m/f) – 3", "🍜𠮷"]) expect(isolated(text)).toBe(text);
});

test("a text that may turn is isolated, and cannot end its isolation", () => {
  expect(isolated("焊工\u202e")).toBe("\u2068焊工\u202e\u2069");
  expect(isolated("a\u2069\u202eb\u2066")).toBe("\u2068a\u202eb\u2069");
  expect(isolated("ئايگۈل")).toBe("\u2068ئايگۈل\u2069");
});

test("texts in a line are isolated one by one, and those that are missing left out", () => {
  expect(joined(["云栖\u202e", null, "", undefined, "杭州"])).toBe("\u2068云栖\u202e\u2069 · 杭州");
});

test("the words of a page isolate what is put into their sentences, at any depth", () => {
  const words = isolating({
    plain: "Close",
    state: { open: "Open" },
    ask: (job: string) => `Close “${job}”?`,
    said: { many: (jobs: readonly string[], n: number) => `${jobs.join(", ")} (${n})` },
  });
  expect(words.plain + words.state.open).toBe("CloseOpen");
  expect(words.ask("焊工")).toBe("Close “焊工”?");
  expect(words.ask("焊\u202e工")).toBe("Close “\u2068焊\u202e工\u2069”?");
  expect(words.said.many(["a\u202e", "b"], 2)).toBe("\u2068a\u202e\u2069, b (2)");
});
