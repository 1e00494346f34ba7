/** The numbers of a wall, as a file and as text. */
import { expect, test } from "vitest";
import { csv } from "../../src/page/csv";
import { exportRows, exportText } from "../../src/wall/export_rows";

const EXPORT = {
  title: "=cmd|' /C calc'!A0",
  host: "h",
  at: new Date("2026-01-01T10:00:00Z"),
  counters: [
    ["jobs", "Jobs", 7],
    ["applications", "Applications", 1200],
  ] as const,
  points: [{ at: 0, counters: { jobs: 1 } }],
};

test("an export holds the counters and their history, behind a byte order mark", () => {
  const lines = csv(exportRows(EXPORT)).split("\r\n");
  expect(lines[0]).toBe("\ufefffair,'=cmd|' /C calc'!A0");
  expect(lines.slice(4)).toEqual([
    "counter,label,value",
    "jobs,Jobs,7",
    "applications,Applications,1200",
    "",
    "at,jobs,applications",
    "1970-01-01T00:00:00.000Z,1,0",
    "",
  ]);
});

test("copied text has a line for each counter", () => {
  expect(exportText(EXPORT, "en-GB").split("\n").slice(1)).toEqual(["Jobs\t7", "Applications\t1,200"]);
});
