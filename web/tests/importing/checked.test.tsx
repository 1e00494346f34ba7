/** The result of a check, as a person reads it. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { Checked } from "../../src/importing/checked";
import { Importing } from "../../src/importing/model";
import { Progress } from "../../src/importing/progress";
import { OwnWrites } from "../../src/page/own_writes";
import type { JobImport } from "../../src/wire/api/imports";
import type { Language } from "../../src/words";
import { type Drawn, drawn } from "../drawn";
import { Hall } from "../hall";

const CHECK: JobImport = {
  ...{ id: "i", fair: "f", dry_run: true, state: "done", filename: "jobs.xlsx", started_at: "2026-12-01T09:00:00Z" },
  ...{ rows: 5, accepted: 3, duplicates: 1, rejected_count: 1, warnings_count: 0, bytes_read: 50, bytes: 100 },
  ...{ rows_per_s: null, seconds_left: null, receipt: null, warnings: [] },
  rejected: [{ row: 4, field: "headcount", reason: "it is empty", sheet: "B" }],
  columns: { title: "岗位名称", headcount: "人数" },
  header: ["岗位名称", "岗位", "人数", "x"],
  ignored: ["岗位", "x"],
  doubly_claimed: [{ column: "岗位", field: "title" }],
  sheets: [
    { name: "A", read: false },
    { name: "B", read: true },
    { name: "C", read: false },
  ],
  unread_sheets: [{ name: "A", reason: "hidden" }],
};
const IDLE = { running: false, error: null, run: () => undefined, clear: () => undefined };
const model = new Importing(
  "f",
  new OwnWrites("token"),
  () => undefined,
  () => undefined,
);
const checked = (language: Language, changes: Partial<JobImport> = {}): Drawn =>
  drawn(<Checked check={{ ...CHECK, ...changes }} model={model} action={IDLE} isForAll={false} />, language);

let hall: Hall;
beforeEach(() => {
  hall = new Hall().open();
});
afterEach(() => hall.close());

test("each row, column and sheet of the file is accounted for", () => {
  const { text, controls } = checked("en");
  expect(text).toContain("Rows: 5. New jobs: 3. Already there: 1. Rows that would be rejected: 1.");
  expect(text).toContain("Job title: 岗位名称 · Headcount: 人数");
  expect(text).toContain("Not used, since another column was taken for the same field: 岗位 (Job title)");
  expect(text).toContain("Not recognized, and not used: x");
  expect(text).toContain("A: not read: it is hidden. Show it in the workbook to import it. B: read C: not read");
  expect(text).toContain("B row 4 Headcount: it is empty");
  expect(controls).toEqual(["import"]);
});

test("reasons are in the language of the page", () => {
  const params = { characters: 20_000, most: 200 };
  const changes: Partial<JobImport> = {
    rejected: [
      { row: 4, field: "title", reason: "it has 20,000 characters", code: "text_too_long", params, sheet: "" },
      { row: 5, field: "title", reason: "something new", code: "of_tomorrow", params: {}, sheet: "" },
    ],
    warnings: [{ row: 6, field: "degree", reason: "…", code: "unknown_degree", params: { text: "{most}" }, sheet: "" }],
    ...{ rejected_count: 2, warnings_count: 1 },
  };
  expect(checked("zh", changes).text).toContain("岗位名称: 共 20,000 个字符，超过上限 200 个");
  expect(checked("zh", changes).text).toContain("学历要求: 无法识别学历“{most}”，可填写：不限");
  expect(checked("zh", changes).text).toContain("岗位名称: something new");
  expect(checked("en", changes).text).toContain("Job title: it has 20,000 characters, more than 200");
});

test("the reason why a file is refused is in the language of the page", () => {
  const fault = { code: "nul_in_cell", params: {} };
  const changes: Partial<JobImport> = {
    ...{ state: "failed", header: [], reason: "row 1 should name the columns, but a cell holds a NUL character" },
    ...{ code: "header_row_faulty", params: { row: 1, fault } },
  };
  expect(checked("zh", changes).text).toContain("第 1 行应为表头，但有单元格含有空字符（NUL）");
  expect(checked("en", changes).text).toContain(changes.reason);
});

test("in Chinese too", () => {
  const { text } = checked("zh");
  expect(text).toContain("共 5 行：可导入的新岗位 3 个，已存在 1 个，无法导入 1 行");
  expect(text).toContain("岗位（岗位名称）");
  expect(text).toContain("A: 未读取：工作表已隐藏，取消隐藏后即可导入");
});

test("a file without a new job cannot be imported, and one that is refused says why", () => {
  expect(checked("en", { accepted: 0 }).controls).toEqual([]);
  const failed = { state: "failed", columns: {}, reason: "no column for title" } as const;
  const { text, controls } = checked("en", failed);
  expect(text).toContain("This file cannot be read: No column was recognized for: Job title, Headcount. Choose below");
  expect(controls).toEqual([]);
  expect(checked("zh", failed).text).toContain("未找到以下必填内容所在的列：岗位名称、招聘人数。");
  expect(checked("zh", { state: "failed", header: [], reason: "it is a PDF" }).text).toContain("it is a PDF");
});

test("the progress has the file's name, the rate, and the time left in minutes where it is long", () => {
  const running: JobImport = { ...CHECK, dry_run: false, state: "running", rows_per_s: 1_234.5, seconds_left: 400 };
  const { text } = drawn(<Progress told={running} label="Importing." />);
  expect(text).toContain("jobs.xlsx Importing.");
  expect(text).toContain("3 accepted, 1 duplicates, 1 rejected · 1,235 rows a second · about 7 min left");
  expect(text).toContain("50 % of the file read");
  expect(drawn(<Progress told={{ ...running, seconds_left: 89.2 }} label="" />).text).toContain("about 90 s left");
});
