/** The past of a session: its stage first, then all. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Past, readPast } from "../../src/session/past";
import { type Asked, Hall, refusal } from "../hall";

const REPLAY = "/v1/sessions/s/replay";
const moment = (event: string, n: number) => ({
  ...{ event, offset_ms: n, at: new Date(n).toISOString() },
  data: { comment: `c${n}`, text: `text ${n}`, role: "student", like: 2 },
});

let hall: Hall;
let told: Past[];
beforeEach(() => {
  told = [];
  hall = new Hall().open().list("/v1/sessions/s/funnel", { at: "t", viewers: 1 });
});
afterEach(() => hall.close());
const read = (token?: string): Promise<void> => readPast("s", token, (past) => told.push(past));

test("the stage is shown before comments and reactions are read", async () => {
  hall.on(`GET ${REPLAY}`, ({ query }: Asked) => ({
    items:
      query.stage === "true" ? [moment("JobPinned", 1)] : [moment("CommentPosted", 1), moment("ReactionsCounted", 2)],
  }));
  await read();
  expect(told.map(({ moments }) => moments.length)).toEqual([1, 1]);
  expect(told.map(({ passed }) => passed.until(5).total)).toEqual([0, 1]);
  expect(told[1]?.passed.until(5).reactions).toMatchObject({ like: 2, love: 0 });
});

test("moments come page by page", async () => {
  hall.on(`GET ${REPLAY}`, ({ query }: Asked) => {
    const n = Number(query.cursor ?? 0);
    return { items: [moment("JobPinned", n)], next_cursor: n < 2 ? String(n + 1) : null };
  });
  await read();
  expect(told[0]?.moments.map(({ offset_ms }) => offset_ms)).toEqual([0, 1, 2]);
  expect(hall.reads(REPLAY).map(({ query }) => query.cursor)).toEqual([undefined, "1", "2", undefined, "1", "2"]);
});

test("a past without end is cut off", async () => {
  const many = Array.from({ length: 5_000 }, (_, n) => moment("JobPinned", n));
  hall.on(`GET ${REPLAY}`, { items: many, next_cursor: "more" });
  await read();
  expect(told[0]?.moments.length).toBe(20_000);
});

test("the stage stays if comments and reactions cannot be read", async () => {
  hall.on(`GET ${REPLAY}`, ({ query }: Asked) =>
    query.stage === "true" ? { items: [moment("JobPinned", 1)] } : refusal(503),
  );
  await expect(read()).rejects.toMatchObject({ status: 503 });
  expect(told.map(({ moments }) => moments.length)).toEqual([1]);
});

test("the minutes are read with the viewer's token", async () => {
  hall.list(REPLAY);
  await read("t");
  expect(hall.reads("/v1/sessions/s/funnel")[0]?.token).toBe("t");
  expect(told[0]?.funnel).toMatchObject([{ viewers: 1 }]);
});
