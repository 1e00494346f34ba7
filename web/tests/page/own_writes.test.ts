/** What a person writes, and up to which record reads wait for it. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { OwnWrites } from "../../src/page/own_writes";
import { Undone } from "../../src/wire/writes";
import { Hall, refusal } from "../hall";

let hall: Hall;
let writes: OwnWrites;

beforeEach(() => {
  hall = new Hall().open();
  writes = new OwnWrites("t");
  writes.open("http://ingest");
});
afterEach(() => hall.close());

test("nothing can be written before the address is known", async () => {
  const early = new OwnWrites("t");
  await expect(early.write("POST", "/fairs")).rejects.toThrow("not ready");
  expect(hall.asked).toEqual([]);
});

test("a write is followed until it is decided, and reads wait for it", async () => {
  const accepted = await writes.write("POST", "/fairs", { title: "Spring" });
  expect(hall.asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
    "POST /v1/fairs",
    `GET /v1/outcomes/${accepted.event_id}`,
  ]);
  expect(hall.asked[0]).toMatchObject({
    token: "t",
    body: { title: "Spring" },
    key: expect.stringMatching(/^[0-9a-f]{32}$/),
  });
  expect(hall.asked[1]?.query.after).toBe(accepted.receipt.position);
  expect(writes.after).toBe(accepted.receipt.position);
});

test("each write has a key of its own", async () => {
  await writes.write("POST", "/fairs");
  await writes.write("POST", "/fairs");
  const [first, second] = hall.writes;
  expect(first?.key).not.toBe(second?.key);
});

test("a write that the log refused changes nothing that reads wait for", async () => {
  hall.outcome = { outcome: "refused", reason: "fair_closed" };
  await expect(writes.write("POST", "/fairs")).rejects.toEqual(new Undone("fair_closed"));
  expect(writes.after).toBeNull();
});

test("neither does one that was never accepted", async () => {
  hall.on("POST /v1/fairs", () => refusal(403));
  await expect(writes.write("POST", "/fairs")).rejects.toMatchObject({ status: 403 });
  expect(writes.after).toBeNull();
});

test("several at once tell how many were refused", async () => {
  hall.on("GET /v1/outcomes/event-1/items", { outcomes: { applied: 3, refused: 2 } });
  expect(await writes.bulk("/jobs/close", { jobs: ["a"] })).toBe(2);
  expect(hall.writes).toMatchObject([{ path: "/v1/jobs/close", body: { jobs: ["a"] } }]);
  expect(hall.reads("/v1/outcomes/event-1/items")[0]?.query.after).toBe(writes.after);
  expect(await writes.bulk("/jobs/close", { jobs: ["b"] })).toBe(0);
});

test("a room's newer position replaces that of a write; a room without a position changes nothing", async () => {
  await writes.write("POST", "/fairs");
  const own = writes.after;
  writes.sawUpTo(null);
  expect(writes.after).toBe(own);
  writes.sawUpTo("livefair.fairs:0:9");
  expect(writes.after).toBe("livefair.fairs:0:9");
});
