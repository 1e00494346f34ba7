/** The page of a session, as a guest, a student and its host see it. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { SessionModel } from "../../src/session/model";
import type { Person } from "../../src/signed_in";
import { tokenRefused } from "../../src/wire/refused_token";
import { SPREAD_MS } from "../../src/wire/throttle";
import { type Asked, Hall, item, pass, person, refusal } from "../hall";

const ROOM = "session:s";
const DROP = { id: "d1", job: "j1", state: "open", number: 1, opened_at: "2026-11-30T09:55:00Z", applications: 0 };
const SESSION = {
  ...{ id: "s", fair: "f", org: "o", host: "enterprise", title: "Show", starts_at: "2026-11-30T09:50:00Z" },
  ...{ state: "live", paused: false, run_of_show: [{ job: "j2" }], drops: [DROP], counters: { applications: 2 } },
};
const HOST = person("enterprise", "o", "host");
const STUDENT = person("student", null, "stu");
const own = (more: object = {}) => ({
  ...{ id: "a", job: "j1", fair: "f", org: "o", student: "stu", state: "submitted", place: 1, facets: {}, history: [] },
  ...more,
});

let hall: Hall;
/** The student's application, as fair answers it. */
let mine: ReturnType<typeof own>;

beforeEach(() => {
  hall = new Hall().open();
  mine = own();
  hall.on("GET /v1/sessions/s", SESSION).on("GET /v1/fairs/f", { id: "f", state: "open" });
  for (const id of ["j1", "j2", "j3"]) hall.on(`GET /v1/jobs/${id}`, { id, title: `job ${id}` });
  hall.list("/v1/sessions/s/questions", { id: "q", text: "Why?", state: "open", votes: 1, asked_at: "t" });
  hall.list("/v1/sessions/s/comments").list("/v1/sessions/s/funnel", { at: "2026-11-30T09:51:00Z", viewers: 3 });
  hall.list("/v1/fairs/f/jobs", { id: "j3", title: "job j3" });
  hall.on("GET /v1/me/resume", { id: "resume" });
  hall.on("GET /v1/me/applications", () => ({ items: [mine, own({ id: "x", job: "elsewhere" })] }));
  hall.on("GET /v1/jobs/j1/applications/a", () => mine);
  hall.room(ROOM).change({ viewers: 3 });
});
afterEach(() => hall.close());

async function started(who: Person | null = null): Promise<SessionModel> {
  const model = new SessionModel("s", who, () => undefined);
  void model.start();
  await pass();
  return model;
}
const reads = (path: string): number => hall.reads(path).length;
const sent = (): unknown[] => hall.writes.map(({ method, path, body }) => [method, path.replace("/v1", ""), body]);

describe("a guest", () => {
  test("sees the stage, the jobs of its drops, the questions and the fair", async () => {
    const model = await started();
    await pass(100);
    expect(model.state).toMatchObject({ phase: "ready", session: { id: "s" }, fair: { id: "f" } });
    expect([...model.state.jobs.keys()]).toEqual(["j1"]);
    expect(model.stage).toMatchObject({ state: "live", drops: [{ id: "d1" }] });
    expect(model.questions.map(({ id }) => id)).toEqual(["q"]);
    expect(model.counters).toMatchObject({ applications: 2, viewers: 3 });
    expect(model.isHost).toBe(false);
  });

  test("joins the session's room alone, without a token", async () => {
    await started();
    expect(hall.socket.sent).toEqual([{ type: "hello" }, { type: "subscribe", room: ROOM }]);
    expect(hall.asked.every(({ token }) => token === null)).toBe(true);
  });

  test("can write nothing", async () => {
    const model = await started();
    await expect(model.apply(DROP)).rejects.toThrow("not signed in");
    model.click(DROP);
    await pass();
    expect(hall.writes).toEqual([]);
  });
});

describe("not there", () => {
  test.each([
    [404, "unknown"],
    [503, "failed"],
  ])("a refusal with %i leaves it %s; it retries automatically", async (status, phase) => {
    hall.on("GET /v1/sessions/s", () => refusal(status));
    const model = await started();
    expect(model.state.phase).toBe(phase);
    hall.on("GET /v1/sessions/s", SESSION);
    await pass(5_000 + SPREAD_MS);
    expect(model.state.phase).toBe("ready");
  });

  test("pages that come back together do not all begin together", async () => {
    vi.mocked(Math.random).mockReturnValue(0.5);
    hall.isAway = true;
    const model = await started();
    await pass(1_500); // the reads of the beginning are repeated, too
    hall.isAway = false;
    model.wake();
    await pass(5_000 + SPREAD_MS / 2 - 1);
    expect(model.state.phase).toBe("failed");
    await pass(1);
    expect(model.state.phase).toBe("ready");
  });
});

describe("one read fails", () => {
  test.each([
    "/v1/me/resume",
    "/v1/me/applications",
    "/v1/jobs/j1/applications/a",
    "/v1/fairs/f",
    "/v1/sessions/s",
    "/v1/jobs/j1",
  ])("503 once at %s changes nothing", async (path) => {
    const answers: Record<string, unknown> = {
      ...{ "/v1/me/resume": { id: "resume" }, "/v1/me/applications": { items: [mine] }, "/v1/sessions/s": SESSION },
      ...{ "/v1/jobs/j1/applications/a": mine, "/v1/fairs/f": { id: "f" }, "/v1/jobs/j1": { id: "j1" } },
    };
    let failed = false;
    hall.on(`GET ${path}`, () => {
      const answer = failed ? answers[path] : refusal(503, "busy", { "Retry-After": "1" });
      failed = true;
      return answer;
    });
    const model = await started(STUDENT);
    await pass(4_000);
    expect(model.state).toMatchObject({ phase: "ready", resume: { id: "resume" }, missing: null, fair: { id: "f" } });
    expect([...model.state.own.keys()]).toEqual(["j1"]);
  });

  test.each(["/v1/me/resume", "/v1/me/applications"])("%s that stays away is missing, and read again", async (path) => {
    hall.on(`GET ${path}`, () => refusal(503));
    const model = await started(STUDENT);
    await pass(1_000);
    expect(model.state.missing).toMatchObject({ status: 503 });
    expect(model.state.resume).not.toBeNull(); // it is not known that there is none
    hall.on("GET /v1/me/resume", { id: "resume" }).on("GET /v1/me/applications", { items: [mine] });
    await model.readAround();
    expect(model.state).toMatchObject({ missing: null, resume: { id: "resume" } });
    expect([...model.state.own.keys()]).toEqual(["j1"]);
  });

  test("a student without a resume is known to have none", async () => {
    hall.on("GET /v1/me/resume", () => refusal(404));
    const model = await started(STUDENT);
    await pass(1_000);
    expect(model.state).toMatchObject({ resume: null, missing: null });
  });
});

describe("a token that expires", () => {
  const asGuest = { type: "hello" };

  test("the live edge closes with 4401: the session goes on as a guest's", async () => {
    const model = await started(STUDENT);
    await pass(100);
    hall.tell(ROOM, [item("JobPinned", { job: "j1" })]);
    hall.socket.cut(4401);
    await pass(100);
    expect(hall.socket.sent).toEqual([asGuest, { type: "subscribe", room: ROOM, since: expect.any(String) }]);
    expect(model.state.status.kind).toBe("live");
    expect([model.person, model.isHost]).toEqual([null, false]);
    hall.tell(ROOM, [item("DropOpened", { drop: "d2", job: "j2", number: 2 })]);
    await pass(5_000);
    expect(model.stage?.drops.map(({ id }) => id)).toEqual(["d2", "d1"]);
    expect(hall.asked.at(-1)).toMatchObject({ path: "/v1/jobs/j2", token: null });
  });

  test("a read is refused with 401: so does it, and further questions are read without the token", async () => {
    const page = { items: [{ id: "q" }], next_cursor: "more" };
    hall.on("GET /v1/sessions/s/questions", ({ query }: Asked) => (query.cursor ? { items: [] } : page));
    const model = await started(STUDENT);
    hall.on("GET /v1/me/applications", () => refusal(401));
    hall.tell("me", [item("ApplicationViewed", { fair: "f", application: "a", state: "viewed" })]);
    await pass(5_000);
    expect(model.person).toBeNull();
    expect(hall.socket.sent[0]).toEqual(asGuest);
    await expect(model.apply(DROP)).rejects.toThrow("not signed in");
    await model.questionList.fill(99);
    expect(hall.reads("/v1/sessions/s/questions").map(({ token }) => token)).toEqual([STUDENT.token, null]);
  });

  test("a page that opens with one begins as a guest's, at once", async () => {
    hall.on("GET /v1/sessions/s", ({ token }: Asked) => (token === null ? SESSION : refusal(401)));
    const model = await started(STUDENT);
    await pass(100);
    expect(model.state).toMatchObject({ phase: "ready", session: { id: "s" } });
    expect(model.person).toBeNull();
    expect(hall.sockets).toHaveLength(1);
    expect(hall.socket.sent[0]).toEqual(asGuest);
  });

  test("the refusal of another token changes nothing", async () => {
    const model = await started(STUDENT);
    tokenRefused("token of another");
    expect(model.person).toBe(STUDENT);
  });
});

describe("told by its room", () => {
  test("a drop opens on the stage and its job is read, the session is not", async () => {
    const model = await started();
    await pass(100);
    const before = reads("/v1/sessions/s");
    hall.tell(ROOM, [item("DropOpened", { drop: "d2", job: "j2", number: 2, title: "Two", cap: 5 })]);
    expect(model.stage?.drops.map(({ id, cap }) => [id, cap])).toEqual([
      ["d2", 5],
      ["d1", undefined],
    ]);
    await pass(5_000);
    expect([reads("/v1/jobs/j2"), reads("/v1/sessions/s")]).toEqual([1, before]);
    expect(model.state.jobs.get("j2")?.title).toBe("job j2");
  });

  test("the end of the session is the end on the page", async () => {
    const model = await started();
    hall.tell(ROOM, [item("FairSessionEnded", { title: "Show", starts_at: SESSION.starts_at })]);
    expect(model.state.session?.state).toBe("ended");
  });

  test("a pin and an announcement are shown at once", async () => {
    const model = await started();
    hall.tell(ROOM, [item("JobPinned", { job: "j1" }), item("HostAnnounced", { text: "Welcome" })]);
    expect(model.stage).toMatchObject({ pinned: "j1", announcement: { text: "Welcome" } });
  });

  test("a question that the room tells is there, and one that is hidden is gone", async () => {
    const model = await started();
    await pass();
    hall.tell(ROOM, [
      item("QuestionAsked", { question: "q2", text: "When?" }),
      item("QuestionHidden", { question: "q" }),
    ]);
    expect(model.questions.map(({ text }) => text)).toEqual(["When?"]);
  });

  test("after missing more items than a room keeps, the page reads the session again", async () => {
    await started();
    hall.tell(ROOM, [item("JobPinned", { job: "j1" })]);
    const before = reads("/v1/sessions/s");
    hall.room(ROOM).forget();
    hall.room(ROOM).items = [item("JobPinned", { job: "j2" })];
    hall.socket.cut();
    await pass(10_000);
    expect(reads("/v1/sessions/s")).toBe(before + 1);
  });

  test("comments and reactions are counted together with what was read", async () => {
    hall.on("GET /v1/sessions/s", { ...SESSION, counters: { comments: 10, reactions_like: 4 } });
    const model = await started();
    hall.tell(ROOM, [], { comments: 12, reactions_like: 3, reactions_love: 1 });
    expect(model.passing).toMatchObject({ total: 12, reactions: { like: 4, love: 1, laugh: 0 } });
  });
});

describe("a student", () => {
  test("sees the state of their own submissions to this session's drops, and no others", async () => {
    const model = await started(STUDENT);
    await pass(100);
    expect([...model.state.own.keys()]).toEqual(["j1"]);
    expect(model.state.resume).toMatchObject({ id: "resume" });
    expect(hall.socket.sent.map(({ room }) => room)).toEqual([undefined, ROOM, "me"]);
  });

  test("may have saved no resume yet", async () => {
    hall.on("GET /v1/me/resume", () => refusal(404));
    const model = await started(STUDENT);
    await pass(100);
    expect([model.state.phase, model.state.resume, model.state.own.size]).toEqual(["ready", null, 1]);
  });

  test("applies through a drop, and sees the place at once", async () => {
    mine = own({ job: "elsewhere" });
    const model = await started(STUDENT);
    await pass(100);
    hall.on("GET /v1/jobs/j1/applications/new-1", ({ query }: Asked) => own({ id: "new-1", place: 9, ...query }));
    await model.apply(DROP);
    expect(sent()).toEqual([["POST", "/jobs/j1/applications", { resume_id: "resume", drop: "d1" }]]);
    expect(model.state.own.get("j1")).toMatchObject({ id: "new-1", place: 9, after: "livefair.fairs:0:w1" });
  });

  test("sees a new state at once, and reads it", async () => {
    const model = await started(STUDENT);
    await pass(100);
    mine = own({ state: "hired" });
    hall.tell("me", [item("ApplicantInvited", { fair: "f", application: "a", state: "invited" })]);
    expect(model.state.own.get("j1")?.state).toBe("invited");
    await pass(SPREAD_MS + 1_000);
    expect(model.state.own.get("j1")?.state).toBe("hired");
  });

  test("is not disturbed by what happens to them in another fair", async () => {
    await started(STUDENT);
    await pass(100);
    const before = reads("/v1/me/applications");
    hall.tell("me", [item("ApplicantInvited", { fair: "g", application: "x", state: "invited" })]);
    await pass(10_000);
    expect(reads("/v1/me/applications")).toBe(before);
  });

  test("on the waitlist, reads their number when their drop changes, and only then", async () => {
    mine = own({ state: "waitlisted", drop: { id: "d1", place: 5, admitted: false, in_line: 2 } });
    const model = await started(STUDENT);
    await pass(1_000);
    const before = reads("/v1/jobs/j1/applications/a");
    hall.tell(ROOM, [], { "drop:d2:applications": 4 });
    await pass(10_000);
    expect(reads("/v1/jobs/j1/applications/a")).toBe(before);
    mine = own({ state: "waitlisted", drop: { id: "d1", place: 5, admitted: false, in_line: 1 } });
    hall.tell(ROOM, [], { "drop:d1:applications": 4 });
    await pass(10_000);
    expect(model.state.own.get("j1")?.drop?.in_line).toBe(1);
  });

  test("goes to a drop and is counted once", async () => {
    const model = await started(STUDENT);
    model.click(DROP);
    model.click(DROP);
    await pass();
    expect(sent()).toEqual([["POST", "/sessions/s/drops/d1/click", null]]);
  });

  test("with more applications than one page has, sees the one to a job on stage", async () => {
    const others = Array.from({ length: 100 }, (_, n) => own({ id: `x${n}`, job: `elsewhere ${n}` }));
    hall.on("GET /v1/me/applications", ({ query }: Asked) =>
      query.cursor ? { items: [mine] } : { items: others, next_cursor: "more" },
    );
    const model = await started(STUDENT);
    await pass(100);
    expect([...model.state.own.keys()]).toEqual(["j1"]);
  });

  test("is not counted at a drop that is closed", async () => {
    const model = await started(STUDENT);
    model.click({ ...DROP, state: "closed" });
    await pass();
    expect(hall.writes).toEqual([]);
  });

  test("learns that they were muted, and that they may speak again", async () => {
    const model = await started(STUDENT);
    hall.tell("me", [item("CommenterMuted", { session: "s" })]);
    expect(model.chat.state.isMuted).toBe(true);
    hall.tell("me", [item("CommenterUnmuted", { session: "s" })]);
    expect(model.chat.state.isMuted).toBe(false);
  });
});

describe("its host", () => {
  beforeEach(() => hall.on("GET /v1/sessions/s", { ...SESSION, muted: ["troll"] }));

  test("sees the run of show, the other jobs, the minutes, and who is muted", async () => {
    const model = await started(HOST);
    await pass(100);
    expect(model.isHost).toBe(true);
    expect([...model.state.jobs.keys()].toSorted()).toEqual(["j1", "j2", "j3"]);
    expect(model.state.funnel).toMatchObject([{ viewers: 3 }]);
    expect([...model.chat.state.muted]).toEqual(["troll"]);
    expect(hall.reads("/v1/fairs/f/jobs")[0]?.query).toEqual({ org: "o", state: "open", limit: "100" });
  });

  test("all of their open jobs can be dropped, however many there are", async () => {
    const many = (from: number): object[] => Array.from({ length: 100 }, (_, n) => ({ id: `k${from + n}` }));
    hall.on("GET /v1/fairs/f/jobs", ({ query }: Asked) =>
      query.cursor ? { items: many(100).slice(0, 21) } : { items: many(0), next_cursor: "more" },
    );
    const model = await started(HOST);
    await pass(100);
    expect([...model.state.jobs.keys()].filter((id) => id.startsWith("k"))).toHaveLength(121);
  });

  test("of the jobs of a fair its organizer gets the first ones, and searches for the others", async () => {
    hall.on("GET /v1/sessions/s", { ...SESSION, host: "organizer" });
    hall.on("GET /v1/fairs/f/jobs", () => ({ items: [{ id: "k1" }], next_cursor: "more" }));
    const model = await started(person("organizer", "o", "host"));
    await pass(100);
    expect(model.state.jobs.has("k1")).toBe(true);
    expect(hall.reads("/v1/fairs/f/jobs").map(({ query }) => query)).toEqual([{ state: "open", limit: "100" }]);
  });

  test("jobs that could not be read are missing, and the page says so", async () => {
    hall.on("GET /v1/fairs/f/jobs", () => refusal(503));
    const model = await started(HOST);
    await pass(100);
    expect(model.state.missing).toMatchObject({ status: 503 });
  });

  test("reads the minutes anew every twenty seconds while it is live", async () => {
    await started(HOST);
    await pass(100);
    const before = reads("/v1/sessions/s/funnel");
    await pass(20_000);
    expect(reads("/v1/sessions/s/funnel")).toBe(before + 1);
    hall.tell(ROOM, [item("FairSessionEnded", { title: "Show", starts_at: SESSION.starts_at })]);
    hall.on("GET /v1/sessions/s", { ...SESSION, state: "ended" });
    await pass(60_000);
    expect(reads("/v1/sessions/s/funnel")).toBe(before + 1);
  });

  test("reads the session again for the length of the waitlist, which no room reports", async () => {
    await started(HOST);
    await pass(2_000);
    const before = reads("/v1/sessions/s");
    hall.tell(ROOM, [], { "drop:d1:applications": 3 });
    await pass(2_000);
    expect(reads("/v1/sessions/s")).toBe(before + 1);
  });

  test("does not for a question, which the room reports in full", async () => {
    await started(HOST);
    await pass(2_000);
    const before = reads("/v1/sessions/s");
    hall.tell(ROOM, [item("QuestionAsked", { question: "q3", text: "Where?" })]);
    await pass(5_000);
    expect(reads("/v1/sessions/s")).toBe(before);
  });

  test("commands are written below the session, and what they do is shown", async () => {
    const model = await started(HOST);
    hall.on("GET /v1/sessions/s", ({ query }: Asked) => ({
      ...SESSION,
      paused: query.after === "livefair.fairs:0:w1",
    }));
    await model.command("/pause");
    expect(model.state.session?.paused).toBe(true);
    await model.command("/drops", { job: "j2", cap: 3 });
    await model.amend({ title: "Later" });
    expect(sent()).toEqual([
      ["POST", "/sessions/s/pause", null],
      ["POST", "/sessions/s/drops", { job: "j2", cap: 3 }],
      ["PATCH", "/sessions/s", { title: "Later" }],
    ]);
  });

  test("their own click does not count", async () => {
    const model = await started(HOST);
    model.click(DROP);
    await pass();
    expect(hall.writes).toEqual([]);
  });

  test("another enterprise is no host", async () => {
    const model = await started(person("enterprise", "another"));
    await pass(100);
    expect([model.isHost, reads("/v1/sessions/s/funnel"), reads("/v1/fairs/f/jobs")]).toEqual([false, 0, 0]);
  });
});

describe("after its end", () => {
  beforeEach(() => hall.on("GET /v1/sessions/s", { ...SESSION, state: "ended" }));

  test("the past is read once somebody wants it, the stage first", async () => {
    hall.on("GET /v1/sessions/s/replay", ({ query }: Asked) => ({
      items: [
        {
          offset_ms: 0,
          at: "2026-11-30T09:50:00Z",
          event: query.stage === "true" ? "JobPinned" : "CommentPosted",
          data: {},
        },
      ],
    }));
    const model = await started();
    await pass(100);
    expect(reads("/v1/sessions/s/replay")).toBe(0);
    model.wantPast();
    model.wantPast();
    await pass(100);
    expect(hall.reads("/v1/sessions/s/replay").map(({ query }) => query.stage)).toEqual(["true", undefined]);
    expect(model.state.past?.moments.map(({ event }) => event)).toEqual(["JobPinned"]);
    expect(model.state.past?.passed.until(Date.now()).total).toBe(1);
  });

  test("a past that could not be read is read when it is wanted again", async () => {
    hall.on("GET /v1/sessions/s/replay", () => refusal(503));
    const model = await started();
    model.wantPast();
    await pass(100);
    expect(model.state.past).toBeNull();
    hall.list("/v1/sessions/s/replay");
    model.wantPast();
    await pass(100);
    expect(model.state.past).not.toBeNull();
  });

  test("the comments that were kept are read", async () => {
    hall.list("/v1/sessions/s/comments", { id: "c", text: "Hi", role: "student", at: "2026-11-30T09:52:00Z" });
    const model = await started();
    await pass(2_000);
    expect(model.passing.comments).toMatchObject([{ id: "c", text: "Hi" }]);
  });
});

test("a page that is left asks nothing more", async () => {
  const model = await started(HOST);
  await pass(1_000);
  hall.tell(ROOM, [item("JobPinned", { job: "j1" })], { "drop:d1:applications": 3 });
  model.stop();
  const before = hall.asked.length;
  await pass(120_000);
  expect(hall.asked.length).toBe(before);
});

describe("of an archived fair", () => {
  const ended = { ...SESSION, state: "ended", counters: { applications: 4 } };

  test("the page shows the session's counters and opens no socket", async () => {
    hall.on("GET /v1/sessions/s", ended).on("GET /v1/fairs/f", { id: "f", state: "archived" });
    const model = await started(STUDENT);
    await pass(100);
    expect(model.state).toMatchObject({ status: { kind: "over" }, room: { known: true } });
    expect([model.counters.applications, [...model.state.own.keys()]]).toEqual([4, ["j1"]]);
    await pass(60_000);
    expect([hall.sockets.length, reads("/v1/fairs/f")]).toEqual([0, 1]);
  });

  test("archived while the page is open, it ends after the next cut", async () => {
    const model = await started();
    hall.on("GET /v1/sessions/s", ended).on("GET /v1/fairs/f", { id: "f", state: "archived" });
    hall.gone.add(ROOM);
    hall.socket.cut();
    await pass(1_000);
    expect([model.state.status.kind, model.counters.applications]).toEqual(["over", 4]);
  });
});
