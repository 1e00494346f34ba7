/** Reads of a fair's figures. */
import { expect, test, vi } from "vitest";
import { readFair } from "../../../src/wire/api/fairs";
import { readBreakdown, readReport } from "../../../src/wire/api/report";
import { hall, reads } from "./reading";

reads(
  { name: "the report", read: () => readReport("f", "t"), path: "/v1/fairs/f/report", token: "t" },
  {
    name: "the public breakdown",
    read: () => readBreakdown("f", "degree", "t"),
    ...{ path: "/v1/fairs/f/breakdown", query: { by: "degree" }, token: "t" },
  },
);

test.each([
  ["a report, which reads all applications of its fair", () => readReport("f", "t"), 60_000],
  ["any other read", () => readFair("f"), 10_000],
])("how long %s may take", async (_name, read, ms) => {
  hall.on("GET /v1/fairs/f/report", {}).on("GET /v1/fairs/f", {});
  const timeout = vi.spyOn(AbortSignal, "timeout");
  await read();
  expect(timeout.mock.calls).toEqual([[ms]]);
});
