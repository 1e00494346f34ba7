/** Comments, reactions, clicks and muting: what this page takes part in. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Chat } from "../../src/session/chat";
import type { Person } from "../../src/signed_in";
import { Writes } from "../../src/wire/writes";
import { type Asked, Hall, item, pass, person, refusal } from "../hall";

const COMMENTS = "/v1/sessions/s/comments";
const told = (id: string, text = id) => ({ id, text, role: "student", at: "2026-11-30T10:00:00Z" });

let hall: Hall;
beforeEach(() => (hall = new Hall().open()));
afterEach(() => hall.close());

function life(who: Person | null = person("student")): Chat {
  const one = new Chat("s", who, () => undefined);
  one.open(who === null ? null : new Writes("", who.token));
  return one;
}
const texts = (one: Chat, room: readonly ReturnType<typeof told>[] = [], isHost = false): string[] =>
  one.comments(room, isHost).map(({ text }) => text);

describe("comments", () => {
  test("what was sent is shown before the room tells it, and once afterwards", async () => {
    const one = life();
    await one.say("Hello");
    expect(texts(one)).toEqual(["Hello"]);
    one.onComments([told("new-1", "Hello")]);
    expect(texts(one, [told("new-1", "Hello")])).toEqual(["Hello"]);
    expect(one.comments([told("new-1", "Hello")], false)[0]?.mine).toBe(true);
  });

  test("the room may be faster than the answer", async () => {
    const one = life();
    one.onComments([told("new-1", "Hello")]);
    await one.say("Hello");
    expect(one.state.own.notInRoom).toEqual([]);
  });

  test("what the host hides is gone, from its author too", async () => {
    const one = life();
    await one.say("Hello");
    one.onComments([told("new-1", "Hello")]);
    one.onComments([]);
    expect(texts(one)).toEqual([]);
  });

  test("a limit is told at once, and nothing is sent again", async () => {
    hall.on(`POST ${COMMENTS}`, () => refusal(429, "too fast", { "Retry-After": "5" }));
    const one = life();
    await expect(one.say("Hello")).rejects.toMatchObject({ status: 429, retryMs: 5_000 });
    expect([hall.writes.length, texts(one)]).toEqual([1, []]);
  });

  test("a guest cannot speak", async () => {
    await expect(life(null).say("Hello")).rejects.toThrow("not signed in");
  });

  test("kept comments are read once a second, not before what was sent here", async () => {
    hall.on(`GET ${COMMENTS}`, ({ query }: Asked) => ({ items: [told("kept", `after ${query.after}`)] }));
    const one = life();
    await one.say("Hello");
    for (let n = 0; n < 5; n++) one.wantRead();
    await pass(900);
    expect(hall.reads(COMMENTS).length).toBe(1);
    expect(texts(one)).toContain("after livefair.fairs:0:w1");
  });
});

describe("the host", () => {
  const host = (): Chat => life(person("enterprise", "o"));

  test("hides comments for everybody, and still sees them", async () => {
    const one = host();
    await one.hide(["a"]);
    expect(hall.writes[0]).toMatchObject({ path: `${COMMENTS}/hide`, body: { comments: ["a"] } });
    expect(texts(one, [told("a"), told("b")])).toEqual(["b"]);
    expect(one.comments([told("a"), told("b")], true).map(({ hidden = false }) => hidden)).toEqual([true, false]);
  });

  test("mutes somebody and lets them speak again", async () => {
    const one = host();
    one.know(["first"]);
    await one.mute("troll", true);
    expect([...one.state.muted]).toEqual(["first", "troll"]);
    await one.mute("first", false);
    expect([...one.state.muted]).toEqual(["troll"]);
    expect(hall.writes.map(({ path, body }) => [path.split("/").at(-1), body])).toEqual([
      ["mute", { person: "troll" }],
      ["unmute", { person: "first" }],
    ]);
  });

  test("who could not be muted is not shown so", async () => {
    hall.outcome = { outcome: "refused", reason: "too_many_muted" };
    const one = host();
    await expect(one.mute("troll", true)).rejects.toMatchObject({ reason: "too_many_muted" });
    expect(one.state.muted.size).toBe(0);
  });
});

describe("muted", () => {
  test("only what this session's host did counts, the newest last", () => {
    const one = life();
    one.onOwnItems([item("CommenterMuted", { session: "another" })]);
    expect(one.state.isMuted).toBe(false);
    one.onOwnItems([item("CommenterUnmuted", { session: "s" }), item("CommenterMuted", { session: "s" })]);
    expect(one.state.isMuted).toBe(true);
  });
});

describe("reactions", () => {
  const calls = (): unknown[] => hall.writes.map(({ body }) => body);

  test("presses become one call a second", async () => {
    const one = life();
    for (let n = 0; n < 3; n++) one.react("like");
    await pass(10);
    one.react("like");
    one.react("love");
    await pass(500);
    expect(calls()).toEqual([{ reaction: "like", times: 3 }]);
    await pass(3_000);
    expect(calls().slice(1)).toEqual([
      { reaction: "like", times: 1 },
      { reaction: "love", times: 1 },
    ]);
  });

  test("a press that no call takes does not count", () => {
    const one = life();
    const counted = Array.from({ length: 12 }, () => one.react("like"));
    expect(counted.filter(Boolean).length).toBe(10);
  });

  test("a failure is shown, and gone with the next call that is taken", async () => {
    hall.on("POST /v1/sessions/s/reactions", () => refusal(429));
    const one = life();
    one.react("like");
    await pass(10);
    expect(one.state.failure).toMatchObject({ status: 429 });
    hall.on("POST /v1/sessions/s/reactions", {});
    one.react("like");
    await pass(2_000);
    expect(one.state.failure).toBeNull();
  });

  test("they carry no key: twice would be worse than not at all", async () => {
    const one = life();
    one.react("laugh");
    await pass(10);
    expect(hall.writes[0]?.key).toBeNull();
  });

  test("what was not sent when the page was left is not sent", async () => {
    const one = life();
    one.react("like");
    one.stop();
    await pass(5_000);
    expect(calls()).toEqual([]);
  });
});

describe("clicks", () => {
  test("each drop is counted once, and a failure disturbs nobody", async () => {
    hall.on("POST /v1/sessions/s/drops/d1/click", () => refusal(503));
    const one = life();
    for (const drop of ["d1", "d2", "d1"]) one.click(drop);
    await pass();
    expect(hall.writes.map(({ path }) => path)).toEqual([
      "/v1/sessions/s/drops/d1/click",
      "/v1/sessions/s/drops/d2/click",
    ]);
  });

  test("a guest's are not counted", async () => {
    life(null).click("d1");
    await pass();
    expect(hall.writes).toEqual([]);
  });
});
