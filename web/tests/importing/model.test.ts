/** An import: checked, corrected, run, followed and cancelled. */
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ColumnMap } from "../../src/importing/columns";
import { Importing } from "../../src/importing/model";
import { OwnWrites } from "../../src/page/own_writes";
import { type Asked, Hall, pass, refusal } from "../hall";

const HEADER = ["岗位", "人数"];
const TOLD = {
  ...{ fair: "f", dry_run: true, state: "done", rows: 2, accepted: 2, duplicates: 0, rejected_count: 0 },
  ...{ header: HEADER, columns: { title: "岗位" }, receipt: { position: "p:0:9" } },
};
const FILE = new File(["岗位,人数\n"], "jobs.csv");
const LATER = 60_000;

class Memory {
  kept: ColumnMap | null = null;
  of(): ColumnMap | null {
    return this.kept;
  }
  keep(_: readonly string[], map: ColumnMap): void {
    this.kept = Object.keys(map).length === 0 ? null : map;
  }
}

let hall: Hall;
let ends: number;
let memory: Memory;
/** The checks that a person saw. */
const shown = new Set<string | undefined>();
let model: Importing;
/** The orders so far: whether it was a check, and with which map. */
const orders = (): unknown[] =>
  hall.writes
    .filter(({ method }) => method === "POST")
    .map(({ query, body }) => [query.dry_run === "true", (body as FormData).get("map")]);

beforeEach(() => {
  hall = new Hall().open();
  ends = 0;
  memory = new Memory();
  hall.list("/v1/me/imports");
  let number = 0;
  hall.on("POST /v1/fairs/f/jobs/import", ({ query }: Asked) => {
    const id = `i-${++number}`;
    hall.on(`GET /v1/imports/${id}`, { ...TOLD, id, dry_run: query.dry_run === "true" });
    return { id, event_id: "e", receipt: { position: "p:0:8", accepted_at: "" } };
  });
  const writes = new OwnWrites("token");
  writes.open("http://ingest");
  model = new Importing(
    "f",
    writes,
    () => shown.add(model.state.check?.id),
    () => {
      ends += 1;
    },
    memory as never,
  );
});
afterEach(() => {
  model.stop();
  hall.close();
});

test("a file is checked in the background, and then imported as it was checked", async () => {
  model.choose(FILE);
  await model.check();
  expect(model.state.check).toMatchObject({ id: "i-1", accepted: 2 });
  expect([ends, hall.reads("/v1/imports/i-1")[0]?.query.after]).toEqual([0, "p:0:8"]);
  await model.run();
  expect(orders()).toEqual([
    [true, null],
    [false, null],
  ]);
  expect(model.state).toMatchObject({ file: null, check: null, current: { id: "i-2", state: "done" } });
  expect(ends).toBe(1);
});

test("each choice of a column checks again, and the import remembers it for the next file", async () => {
  model.choose(FILE);
  await model.check();
  await model.assign("headcount", "人数");
  await model.assign("region", "");
  await model.assign("region", null);
  expect(orders().slice(1)).toEqual([
    [true, '{"headcount":"人数"}'],
    [true, '{"headcount":"人数","region":""}'],
    [true, '{"headcount":"人数"}'],
  ]);
  await model.run();
  expect(memory.kept).toEqual({ headcount: "人数" });
  model.choose(FILE);
  shown.clear();
  await model.check();
  expect([...shown].filter((id) => id !== undefined)).toEqual([`i-${orders().length}`]); // not the one without the choice
  expect(model.state).toMatchObject({ isRemembered: true, map: { headcount: "人数" } });
  expect(orders().at(-1)).toEqual([true, '{"headcount":"人数"}']);
  await model.forget();
  expect([memory.kept, model.state.map, orders().at(-1)]).toEqual([null, {}, [true, null]]);
});

test("the answer for an older choice is not shown", async () => {
  model.choose(FILE);
  hall.on("POST /v1/fairs/f/jobs/import", {
    id: "slow",
    event_id: "e",
    receipt: { position: "p:0:8", accepted_at: "" },
  });
  hall.on("GET /v1/imports/slow", { ...TOLD, id: "slow", state: "running" });
  const first = model.check();
  await pass();
  expect(model.isChecking).toBe(true);
  model.choose(new File(["x"], "other.csv"));
  await pass(LATER);
  await first;
  expect(model.state.check).toBeNull();
});

test("a check stays to be seen while another choice is checked, and the one that runs can be stopped", async () => {
  model.choose(FILE);
  await model.check();
  hall.on("POST /v1/fairs/f/jobs/import", {
    id: "slow",
    event_id: "e",
    receipt: { position: "p:0:8", accepted_at: "" },
  });
  hall.on("GET /v1/imports/slow", { ...TOLD, id: "slow", state: "running" });
  hall.on("DELETE /v1/imports/slow", { id: "slow", event_id: "e", receipt: { position: "p:0:9", accepted_at: "" } });
  const second = model.assign("region", "");
  await pass();
  expect([model.state.check?.id, model.state.checking?.id]).toEqual(["i-1", "slow"]);
  await model.stopCheck();
  await pass(LATER);
  await second;
  expect([model.isChecking, model.state.check?.id, model.state.file]).toEqual([false, "i-1", FILE]);
  await model.stopCheck();
  const ends = (): number => hall.writes.filter(({ method }) => method === "DELETE").length;
  expect(ends()).toBe(1);
  const third = model.assign("region", null);
  await pass();
  model.stop();
  await pass(LATER);
  await third;
  expect(ends()).toBe(2); // the page is left: an organization may have two at once
});

test("a file that was changed since it was chosen is asked for again, and nothing is sent", async () => {
  const changed = new File(["x"], "jobs.csv");
  changed.slice = () => ({ arrayBuffer: () => Promise.reject(new Error("NotReadableError")) }) as unknown as Blob;
  model.choose(changed);
  await model.check();
  expect([model.state.isGone, model.state.file, orders()]).toEqual([true, null, []]);
  model.choose(FILE);
  expect(model.state.isGone).toBe(false);
});

test("one that runs already is followed from the start, through answers that fail", async () => {
  hall.list(
    "/v1/me/imports",
    { ...TOLD, id: "old", dry_run: false, state: "running" },
    { ...TOLD, id: "x", fair: "g" },
  );
  let state = "running";
  let isAway = false;
  hall.on("GET /v1/imports/old", () =>
    isAway ? refusal(503) : { ...TOLD, id: "old", dry_run: false, state, rows: 7 },
  );
  const started = model.start();
  await pass();
  expect([model.isRunning, model.state.current?.rows]).toEqual([true, 7]);
  isAway = true;
  await pass(5_000);
  expect(model.isRunning).toBe(true);
  [isAway, state] = [false, "done"];
  await pass(LATER);
  await started;
  expect([model.state.current?.state, ends]).toEqual(["done", 1]);
});

test("a running import is shown although the first reads of the imports fail", async () => {
  const running = { ...TOLD, id: "old", dry_run: false, state: "running", rows: 7 };
  let fails = 2;
  hall.on("GET /v1/me/imports", () => (fails-- > 0 ? refusal(503) : { items: [running], next_cursor: null }));
  hall.on("GET /v1/imports/old", running);
  void model.start();
  await pass(5_000);
  expect([fails, model.isRunning]).toEqual([-1, true]);
});

test("imports that may not be read are not asked for again", async () => {
  hall.on("GET /v1/me/imports", () => refusal(403));
  await model.start();
  expect([hall.reads("/v1/me/imports").length, model.isRunning]).toEqual([1, false]);
});

test("it is cancelled, also where it has just ended", async () => {
  model.choose(FILE);
  await model.check();
  await model.run();
  hall.on("DELETE /v1/imports/i-2", { id: "i-2", event_id: "e", receipt: { position: "p:0:9", accepted_at: "" } });
  await model.cancel();
  hall.on("DELETE /v1/imports/i-2", () => refusal(409));
  await model.cancel();
  expect(hall.writes.filter(({ method }) => method === "DELETE")).toHaveLength(2);
  hall.on("DELETE /v1/imports/i-2", () => refusal(404));
  await expect(model.cancel()).rejects.toMatchObject({ status: 404 });
});

test("an import that cannot be read is an error", async () => {
  model.choose(FILE);
  hall.on("POST /v1/fairs/f/jobs/import", {
    id: "gone",
    event_id: "e",
    receipt: { position: "p:0:8", accepted_at: "" },
  });
  hall.on("GET /v1/imports/gone", () => refusal(404));
  await expect(model.check()).rejects.toMatchObject({ status: 404 });
});
