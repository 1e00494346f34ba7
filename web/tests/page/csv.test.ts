/** CSV that a spreadsheet only reads. */
import { expect, test } from "vitest";
import { cell, csv, exportRows, exportText } from "../../src/page/csv";

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "＝1", "＋1", "\r=1", "\n+1"])("%j does not run", (text) => {
  expect(cell(text).replace(/^"/, "").startsWith("'")).toBe(true);
});

test("plain text and numbers stay as they are", () => {
  expect([cell("就在浙里"), cell("a = b"), cell(12), cell(-3)]).toEqual(["就在浙里", "a = b", "12", "-3"]);
});

test("what would break a row is quoted", () => {
  expect([cell('say "hi"'), cell("a,b"), cell("a\r\nb")]).toEqual(['"say ""hi"""', '"a,b"', '"a\r\nb"']);
});

const EXPORT = {
  title: "=cmd|' /C calc'!A0", host: "h", at: new Date("2026-01-01T10:00:00Z"),
  counters: [["jobs", "Jobs", 7], ["applications", "Applications", 1200]] as const,
  points: [{ at: 0, counters: { jobs: 1 } }],
};

test("an export holds the counters and their history, behind a byte order mark", () => {
  const lines = csv(exportRows(EXPORT)).split("\r\n");
  expect(lines[0]).toBe("\ufefffair,'=cmd|' /C calc'!A0");
  expect(lines.slice(4)).toEqual(["counter,label,value", "jobs,Jobs,7", "applications,Applications,1200", "", "at,jobs,applications", "1970-01-01T00:00:00.000Z,1,0", ""]);
});

test("copied text has a line for each counter", () => {
  expect(exportText(EXPORT, "en-GB").split("\n").slice(1)).toEqual(["Jobs\t7", "Applications\t1,200"]);
});
