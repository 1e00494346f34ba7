/** What a download is called. */
import { expect, test } from "vitest";
import { fileName } from "../../src/wire/http";

test("the wide name goes before the plain one", () => {
  expect(fileName("attachment; filename=\"jobs.csv\"; filename*=UTF-8''%E5%B2%97%E4%BD%8D.csv")).toBe("岗位.csv");
  expect(fileName('attachment; filename="jobs.csv"')).toBe("jobs.csv");
  expect(fileName(null)).toBeNull();
});
