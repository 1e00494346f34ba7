/** CSV that a spreadsheet only reads. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { cell } from "../../src/page/csv";

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "＝1", "＋1", "\r=1", "\n+1"])("%j does not run", (text) => {
  expect(cell(text).replace(/^"/, "").startsWith("'")).toBe(true);
});

test("plain text and numbers stay as they are", () => {
  expect([cell("就在浙里"), cell("a = b"), cell(12), cell(-3)]).toEqual(["就在浙里", "a = b", "12", "-3"]);
});

test("what would break a row is quoted", () => {
  expect([cell('say "hi"'), cell("a,b"), cell("a\r\nb")]).toEqual(['"say ""hi"""', '"a,b"', '"a\r\nb"']);
});

const LIKE_NUMBERS = [
  ...["330110000000000012", "0571", "12E5", "3-5", "1/2", "12:30", "08:30:00", "5%", "1.5%", "2026-11-30", "3.10"],
  ...["1.2.3", "1,000"],
];

test.each(LIKE_NUMBERS)("a spreadsheet keeps %s as it is", (text) => {
  expect(cell(text)).toBe(`"=""${text}"""`);
});

test("the pattern of texts like numbers is that of the exports", () => {
  const exports = readFileSync("../services/fair/report/files.py", "utf8");
  const theirs = /LIKE_A_NUMBER = re\.compile\(\s*r"(.*)"\s*\)/.exec(exports)?.[1];
  const ours = /LIKE_A_NUMBER =\s*\/\^\(\?:(.*)\)\$\//.exec(readFileSync("src/page/csv.ts", "utf8"))?.[1];
  expect(ours).toBe(theirs);
});

test.each(["7", "2026", "E5", "１２３４５６７８９０１２３４", "2026-11-30 18:00:05 +08:00"])(
  "%s stays as it is",
  (text) => {
    expect(cell(text)).toBe(text);
  },
);
