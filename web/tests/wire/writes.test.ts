/** A wish has one effect however often it must be sent, and its fate is told. */
import { expect, test } from "vitest";
import { type Question, Refused } from "../../src/wire/http";
import { type Machinery, Undone, Writes } from "../../src/wire/writes";

const ACCEPTED = { id: "a", event_id: "e", receipt: { position: "livefair.fairs:1:2", accepted_at: "" } };

/** Answers in turn; an Error is thrown. */
function scripted(...answers: unknown[]): Machinery & { asked: [string, Question | undefined][]; waits: number[] } {
  const asked: [string, Question | undefined][] = [];
  const waits: number[] = [];
  let keys = 0;
  return {
    asked,
    waits,
    ask: async <T>(url: string, question?: Question) => {
      asked.push([url, question]);
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return answer as T;
    },
    wait: async (ms) => void waits.push(ms),
    random: () => 0.5,
    newKey: () => `key-${++keys}`,
  };
}

test("no answer: the same wish again, with the same key", async () => {
  const does = scripted(new TypeError("network"), new Refused(503, "away", [], 1_000), ACCEPTED);
  expect(await new Writes("http://ingest", "t", does).send("POST", "/x", { a: 1 })).toBe(ACCEPTED);
  expect(does.asked.map(([url, question]) => [url, question?.key])).toEqual(
    Array(3).fill(["http://ingest/v1/x", "key-1"]),
  );
  expect(does.waits[1]).toBeGreaterThanOrEqual(1_000);
});

test("another wish has another key", async () => {
  const does = scripted(ACCEPTED, ACCEPTED);
  const writes = new Writes("", "t", does);
  await writes.send("POST", "/x");
  await writes.send("POST", "/x");
  expect(does.asked.map(([, question]) => question?.key)).toEqual(["key-1", "key-2"]);
});

test("a refusal is not asked again", async () => {
  const does = scripted(new Refused(409, "closed"));
  await expect(new Writes("", "t", does).send("POST", "/x")).rejects.toThrow("closed");
  expect(does.asked).toHaveLength(1);
});

test("it gives up after five attempts without an answer", async () => {
  const does = scripted(...Array.from({ length: 9 }, () => new TypeError("network")));
  await expect(new Writes("", "t", does).send("POST", "/x")).rejects.toThrow("network");
  expect(does.asked).toHaveLength(5);
});

test("settled means decided: the outcome is asked for behind the receipt", async () => {
  const does = scripted(ACCEPTED, { outcome: "applied" });
  expect(await new Writes("http://ingest", "t", does).settle("POST", "/x")).toBe(ACCEPTED);
  expect(does.asked[1]?.[0]).toBe("/v1/outcomes/e?after=livefair.fairs%3A1%3A2");
});

test("accepted and then refused is told with its reason and flags", async () => {
  const flags = [{ kind: "gender", field: "title", phrase: "女士优先" }];
  const does = scripted(ACCEPTED, { outcome: "refused", reason: "ad_refused", flags });
  const undone = await new Writes("", "t", does).settle("POST", "/x").catch((error: unknown) => error);
  expect(undone).toBeInstanceOf(Undone);
  expect(undone).toMatchObject({ reason: "ad_refused", flags });
});

test("a comment fails at once on a rate limit, and is retried when there is no answer", async () => {
  const limited = scripted(new Refused(429, "too fast", [], 3_000));
  await expect(new Writes("", "t", limited).say("/x", { text: "hi" })).rejects.toThrow("too fast");
  expect(limited.asked).toHaveLength(1);
  const silent = scripted(new TypeError("network"), ACCEPTED);
  expect(await new Writes("", "t", silent).say("/x", { text: "hi" })).toBe(ACCEPTED);
});

test("a count is sent once, without a key", async () => {
  const does = scripted(new TypeError("network"), ACCEPTED);
  await expect(new Writes("", "t", does).count("/x", { reaction: "like", times: 2 })).rejects.toThrow("network");
  expect(does.asked).toEqual([["/v1/x", { method: "POST", token: "t", body: { reaction: "like", times: 2 } }]]);
});
