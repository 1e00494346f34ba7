/** CSV that a spreadsheet only reads. */
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
