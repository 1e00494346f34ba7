/** Where a text is marked: the server counts Unicode characters. */
import { expect, test } from "vitest";
import { excerpt, type Piece, pieces } from "../../src/search/pieces";

/** The pieces as one text, what is marked in brackets. */
const shown = (found: readonly Piece[]): string =>
  found.map(({ text, isMarked }) => (isMarked ? `[${text}]` : text)).join("");

test.each([
  ["数据分析师", [[0, 2]], "[数据]分析师"],
  [
    "Java engineer",
    [
      [0, 4],
      [5, 13],
    ],
    "[Java] [engineer]",
  ],
  ["no match", [], "no match"],
  ["", [], ""],
  [
    "overlapping",
    [
      [0, 5],
      [3, 7],
    ],
    "[overl][ap]ping",
  ],
  [
    "unordered",
    [
      [4, 6],
      [0, 2],
    ],
    "[un]or[de]red",
  ],
  [
    "beyond",
    [
      [4, 99],
      [120, 130],
    ],
    "beyo[nd]",
  ],
  ["reversed", [[4, 2]], "reversed"],
] as const)("%s is marked", (text, ranges, marked) => {
  expect(shown(pieces(text, ranges))).toBe(marked);
});

test("a character outside the basic plane counts once, as the server counts it", () => {
  expect(shown(pieces("𠮷野家🍜厨师", [[4, 6]]))).toBe("𠮷野家🍜[厨师]");
  expect(shown(pieces("👩‍🍳 chef", [[4, 8]]))).toBe("👩‍🍳 [chef]");
});

test("markup in a text stays text", () => {
  expect(pieces("<b>Java</b>", [[3, 7]])).toEqual([
    { text: "<b>", isMarked: false },
    { text: "Java", isMarked: true },
    { text: "</b>", isMarked: false },
  ]);
});

test("an excerpt is one line around the first match", () => {
  expect(shown(excerpt("Uses\nPython daily", [[5, 11]]))).toBe("Uses [Python] daily");
  const long = `${"🍜".repeat(100)}Python${"b".repeat(200)}`;
  const found = shown(excerpt(long, [[100, 106]]));
  expect(found.startsWith(`…${"🍜".repeat(24)}[Python]b`)).toBe(true);
  expect([...found].length).toBe(110 + 4);
  expect(found.endsWith("b…")).toBe(true);
});
