/** A job with more applicants than are read at once: all can be reached, and all are counted. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { Office } from "../../src/desk/office";
import { APPLICANTS_STEP, Queue } from "../../src/desk/queue";
import { type Asked, Hall, person, refusal } from "../hall";

const LIST = "/v1/jobs/j/applications";
const TOTAL = 1_234;
let hall: Hall;

beforeEach(() => {
  hall = new Hall().open();
  hall.on(`GET ${LIST}`, ({ query }: Asked) => {
    const [from, limit] = [Number(query.cursor ?? 0), Number(query.limit)];
    const end = Math.min(TOTAL, from + limit);
    const items = Array.from({ length: end - from }, (_, n) => ({ id: `a${from + n}`, state: "submitted" }));
    const counts = query.counts ? { counts: { submitted: TOTAL } } : {};
    return { items, next_cursor: end < TOTAL ? String(end) : null, ...counts };
  });
  hall.on("GET /v1/jobs/j/ranking", { applications: [], items: [] }).list("/v1/jobs/j/closing-rounds");
});
afterEach(() => hall.close());

async function opened(): Promise<Queue> {
  const office = new Office(person("enterprise", "o"), "f");
  office.open("");
  const queue = new Queue(office, () => undefined);
  queue.choose("j");
  await queue.read();
  return queue;
}

test("the first are read, with the counts of all, and the others with further presses", async () => {
  const queue = await opened();
  expect(queue.state).toMatchObject({ hasMore: true, phase: "ready", counts: { submitted: TOTAL } });
  expect(queue.state.applicants).toHaveLength(APPLICANTS_STEP);
  await Promise.all([queue.more(), queue.more()]); // pressed twice
  expect(queue.state.applicants).toHaveLength(2 * APPLICANTS_STEP);
  await queue.more();
  expect([queue.state.applicants.length, queue.state.hasMore]).toEqual([TOTAL, false]);
  expect(new Set(queue.state.applicants.map(({ id }) => id)).size).toBe(TOTAL);
});

test("what is read again is as much as is shown", async () => {
  const queue = await opened();
  await queue.more();
  await queue.read();
  expect(queue.state.applicants).toHaveLength(2 * APPLICANTS_STEP);
});

test("a file has all of them", async () => {
  expect(await (await opened()).all()).toHaveLength(TOTAL);
});

test("a step for all of them takes all of them", async () => {
  const queue = await opened();
  const ids = (await queue.all()).map(({ id }) => id);
  await queue.steps(ids, "refuse");
  const sent = hall.writes.map(({ body }) => (body as { applications: string[] }).applications);
  expect(sent.map((some) => some.length)).toEqual([1_000, 234]);
  expect(sent.flat()).toEqual(ids);
});

test("applicants that could not be read are not nobody", async () => {
  hall.on(`GET ${LIST}`, () => refusal(503));
  await expect(opened()).rejects.toMatchObject({ status: 503 });
  const office = new Office(person("enterprise", "o"), "f");
  office.open("");
  const queue = new Queue(office, () => undefined);
  queue.choose("j");
  await expect(queue.read()).rejects.toThrow();
  expect(queue.state).toMatchObject({ phase: "failed", error: { status: 503 } });
  hall.list(LIST, { id: "a", state: "submitted" });
  await queue.read();
  expect(queue.state).toMatchObject({ phase: "ready", error: null, applicants: [{ id: "a" }] });
});

test("a link to a PDF is renewed by reading the resume again", async () => {
  let reads = 0;
  hall.on(`GET ${LIST}/a1/resume`, () => ({ resume: {}, attachment: `/v1/attachments/r?read=${++reads}` }));
  const queue = await opened();
  await queue.openResume("a1");
  expect(await queue.renewLink("a1")).toBe("/v1/attachments/r?read=2");
  expect(queue.state.resumes.get("a1")?.attachment).toBe("/v1/attachments/r?read=2");
  hall.on(`GET ${LIST}/a1/resume`, { resume: {}, attachment: null });
  expect(await queue.renewLink("a1")).toBeNull();
});
