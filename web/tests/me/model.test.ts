/** A student's page: what it reads, what its rooms make it read again, and what it writes. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Me } from "../../src/me/model";
import type { ResumeDocument } from "../../src/wire/api/resumes";
import { type Asked, Hall, item, pass, person, refusal } from "../hall";

const STUDENT = person("student", null, "stu");
const FAIR = { id: "f", title: "Fair", state: "open", booths: [] };
const application = (id: string, more: object = {}) => ({
  ...{
    id,
    job: `job of ${id}`,
    fair: "f",
    org: "o",
    student: "stu",
    title: id,
    state: "submitted",
    place: 1,
    facets: {},
  },
  ...more,
});

let hall: Hall;
/** What the student has applied for. */
let applications: ReturnType<typeof application>[];

beforeEach(() => {
  hall = new Hall().open();
  applications = [application("a"), application("b", { state: "declined" })];
  hall.list("/v1/fairs", FAIR).on("GET /v1/fairs/f", FAIR);
  hall.on("GET /v1/me/resume", { id: "resume", resume: {}, attachment: null });
  hall.on("GET /v1/me/applications", () => ({ items: applications }));
  hall.list("/v1/me/reads", { id: "read" }).list("/v1/me/consents", { application: "a" });
  hall.list("/v1/me/cards", { id: "card", fair: "f", state: "shown" });
  hall.list("/v1/me/approaches", { id: "late", deadline: "2026-12-02" }, { id: "soon", deadline: "2026-12-01" });
  hall.list("/v1/me/closing-rounds", { round: "r" }).on("GET /v1/fairs/f/ranking", { jobs: ["j"] });
  hall.list("/v1/fairs/f/jobs").list("/v1/fairs/f/sessions");
  for (const id of ["a", "b", "new-1"])
    hall.on(`GET /v1/jobs/job of ${id}/applications/${id}`, ({ query }: Asked) => ({
      id,
      ahead: 4,
      after: query.after,
    }));
});
afterEach(() => hall.close());

async function started(): Promise<Me> {
  const me = new Me(STUDENT, () => undefined);
  void me.start();
  await pass();
  return me;
}
const LIST = "/v1/me/applications";

describe("begun", () => {
  test("it shows applications, resume, who opened it and who may, cards and approaches", async () => {
    const me = await started();
    expect(me.state).toMatchObject({
      ...{ phase: "ready", fairs: [FAIR], resume: { id: "resume" } },
      ...{ reads: [{ id: "read" }], consents: [{ application: "a" }] },
    });
    expect(me.state.applications.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(me.cards.state.cards.get("f")).toMatchObject({ id: "card" });
    expect(me.cards.state.approaches.map(({ id }) => id)).toEqual(["soon", "late"]);
  });

  test("it reads how many are ahead of live applications, but not of ended ones", async () => {
    const me = await started();
    expect([...me.state.details.keys()]).toEqual(["a"]);
    expect(me.state.details.get("a")).toMatchObject({ ahead: 4 });
  });

  test("the details of an ended application are read once the student opens it", async () => {
    const me = await started();
    me.open("b");
    await pass();
    expect([...me.state.details.keys()]).toEqual(["a", "b"]);
  });

  test("with many applications only the details of the first twenty are read", async () => {
    applications = Array.from({ length: 30 }, (_, n) => application(`x${n}`));
    for (const { id, job } of applications) hall.on(`GET /v1/jobs/${job}/applications/${id}`, { id });
    expect((await started()).state.details.size).toBe(20);
  });

  test("no resume yet is no failure", async () => {
    hall.on("GET /v1/me/resume", () => refusal(404));
    const me = await started();
    expect([me.state.phase, me.state.resume]).toEqual(["ready", null]);
  });

  test("a fair of an application that the list lacks is read: its rules must be known", async () => {
    applications = [application("a", { fair: "g" })];
    hall.on("GET /v1/fairs/g", { id: "g", state: "open", offers: "release" });
    expect((await started()).state.fairs).toMatchObject([{ id: "f" }, { id: "g", offers: "release" }]);
  });

  test.each([404, 422, 500])("a refusal with %i is a failure: no address of this page can be wrong", async (status) => {
    hall.on(`GET ${LIST}`, () => refusal(status));
    expect((await started()).state.phase).toBe("failed");
  });

  test("it follows its own room with its token", async () => {
    await started();
    expect(hall.socket.sent).toEqual([
      { type: "hello", token: STUDENT.token },
      { type: "subscribe", room: "me" },
    ]);
  });
});

describe("the fair to look at", () => {
  const looked = async (asked: string | null): Promise<Me> => {
    const me = await started();
    me.chooseFirst(asked);
    await pass(1_000);
    return me;
  };

  test("is the one in the address, also where it is not among the newest fifty", async () => {
    hall.on("GET /v1/fairs/old", { id: "old", state: "closed", booths: [] }).list("/v1/fairs/old/sessions");
    const me = await looked(" old ");
    expect([me.browse.state.fair, me.state.lostFair]).toEqual(["old", null]);
    expect(me.state.fairs.map(({ id }) => id)).toEqual(["f", "old"]);
  });

  test.each([404, 422])("is none where the address names none (%i): never another one", async (status) => {
    hall.on("GET /v1/fairs/gone", () => refusal(status));
    const me = await looked("gone");
    expect([me.browse.state.fair, me.state.lostFair?.id]).toEqual([null, "gone"]);
  });

  test("that could not be read is read again when asked for", async () => {
    hall.on("GET /v1/fairs/old", () => refusal(500));
    const me = await looked("old");
    expect(me.state.lostFair).toMatchObject({ id: "old", error: { status: 500 } });
    hall.on("GET /v1/fairs/old", { id: "old", booths: [] });
    await me.lookFor("old");
    expect([me.browse.state.fair, me.state.lostFair]).toEqual(["old", null]);
  });

  test("is the newest open one without an address", async () => {
    hall.list("/v1/fairs", { ...FAIR, id: "later", state: "scheduled" }, FAIR);
    expect((await looked(null)).browse.state.fair).toBe("f");
  });

  test("may be an older one, page by page", async () => {
    hall.on("GET /v1/fairs", ({ query }: Asked) =>
      query.cursor ? { items: [{ ...FAIR, id: "older" }] } : { items: [FAIR], next_cursor: "more" },
    );
    const me = await started();
    expect(me.hasOlderFairs).toBe(true);
    await me.readOlderFairs();
    expect([me.state.fairs.map(({ id }) => id), me.hasOlderFairs]).toEqual([["f", "older"], false]);
  });
});

describe("more than one page", () => {
  test("of applications and consents is read to the end, each once", async () => {
    const many = Array.from({ length: 100 }, (_, n) => application(`x${n}`, { state: "declined" }));
    hall.on(`GET ${LIST}`, ({ query }: Asked) =>
      query.cursor
        ? { items: [many[99], application("last", { state: "declined" })] }
        : { items: many, next_cursor: "2" },
    );
    hall.on("GET /v1/me/consents", ({ query }: Asked) =>
      query.cursor ? { items: [{ application: "b" }] } : { items: [{ application: "a" }], next_cursor: "2" },
    );
    const me = await started();
    expect(me.state.applications).toHaveLength(101);
    expect(me.state.consents).toHaveLength(2);
  });

  test("of openings comes with a press", async () => {
    hall.on("GET /v1/me/reads", ({ query }: Asked) =>
      query.cursor ? { items: [{ id: "earlier" }] } : { items: [{ id: "read" }], next_cursor: "2" },
    );
    const me = await started();
    expect(me.hasEarlierReads).toBe(true);
    await me.readEarlierReads();
    expect([me.state.reads.map(({ id }) => id), me.hasEarlierReads]).toEqual([["read", "earlier"], false]);
  });
});

test("once its token is refused, a page no longer reads with it", async () => {
  await started();
  hall.socket.cut(4401);
  const before = hall.asked.length;
  await pass(120_000);
  expect(hall.asked.length).toBe(before);
});

describe("saving the resume", () => {
  const PDF = new File(["%PDF-1.7"], "cv.pdf", { type: "application/pdf" });

  test("an unchanged one writes nothing", async () => {
    const me = await started();
    await me.save(me.state.resume!.resume, null);
    expect(hall.writes).toEqual([]);
    expect(me.state.resume).toMatchObject({ id: "resume" });
  });

  test("a new file is attached to it as it is", async () => {
    const me = await started();
    await me.save(me.state.resume!.resume, PDF);
    expect(hall.writes.map(({ method, path }) => [method, path])).toEqual([["PUT", "/v1/me/resume/attachment"]]);
  });
});

describe("told by its room", () => {
  test("a new state is shown at once, then read", async () => {
    const me = await started();
    const before = hall.reads(LIST).length;
    hall.tell("me", [item("ApplicantInvited", { application: "a", state: "invited", deadline: "2026-12-01" })]);
    expect(me.state.applications[0]).toMatchObject({ state: "invited", deadline: "2026-12-01" });
    applications = [application("a", { state: "accepted" })];
    await pass(1_000);
    expect([me.state.applications[0]?.state, hall.reads(LIST).length]).toEqual(["accepted", before + 1]);
    expect(hall.reads(LIST).at(-1)?.query.after).toBe("livefair.fairs:0:1");
  });

  test("the first snapshot does not replace what was read", async () => {
    hall.room("me").change({}, [item("ApplicationViewed", { application: "a", state: "viewed" })]);
    expect((await started()).state.applications[0]?.state).toBe("submitted");
  });

  test.each(["ClosingRoundHeld", "MatchedInRound"])("%s makes it read the round", async (event) => {
    const me = await started();
    me.browse.choose("f");
    await pass();
    hall.tell("me", [item(event, { fair: "f" })]);
    await pass();
    expect(me.round.state.rounds).toMatchObject([{ round: "r" }]);
    expect(me.round.state.rankings.get("f")).toEqual(["j"]);
  });

  test("many items are one read", async () => {
    await started();
    const before = hall.reads(LIST).length;
    for (let n = 0; n < 10; n++) hall.tell("me", [item("ApplicationViewed", { application: "a", state: "viewed" })]);
    await pass(5_000);
    expect(hall.reads(LIST).length).toBeLessThanOrEqual(before + 2);
  });
});

describe("looking at a fair's jobs", () => {
  test("it joins that fair's room and leaves the one before", async () => {
    hall
      .on("GET /v1/fairs/g", { ...FAIR, id: "g" })
      .list("/v1/fairs/g/jobs")
      .list("/v1/fairs/g/sessions");
    const me = await started();
    me.browse.choose("f");
    await pass();
    me.browse.choose("g");
    await pass();
    expect(hall.socket.sent.slice(2)).toEqual([
      { type: "subscribe", room: "fair:f" },
      { type: "unsubscribe", room: "fair:f" },
      { type: "subscribe", room: "fair:g" },
    ]);
  });

  test("a fair that was chosen before the page began is joined with it", async () => {
    const me = new Me(STUDENT, () => undefined);
    me.browse.choose("f");
    void me.start();
    await pass();
    expect(hall.socket.sent.slice(1).map(({ room }) => room)).toEqual(["me", "fair:f"]);
  });

  test("a fair that pauses is shown so at once", async () => {
    const me = await started();
    me.browse.choose("f");
    await pass();
    hall.tell("fair:f", [item("FairPaused", { fair: "f" })]);
    expect(me.state.fairs[0]?.state).toBe("paused");
  });

  test("how fast its enterprises answer is read again, once a minute at most", async () => {
    const me = await started();
    me.browse.choose("f");
    await pass(100);
    const before = hall.reads("/v1/fairs/f").length;
    for (let n = 0; n < 5; n++) {
      hall.tell("fair:f", [], { applications: n });
      await pass(10_000);
    }
    expect(hall.reads("/v1/fairs/f").length).toBeLessThanOrEqual(before + 1);
  });
});

describe("time", () => {
  test("how many are ahead is asked every twenty seconds while somebody looks", async () => {
    await started();
    const of = "/v1/jobs/job of a/applications/a";
    const before = hall.reads(of).length;
    await pass(20_000);
    expect(hall.reads(of).length).toBe(before + 1);
    Object.assign(document, { visibilityState: "hidden" });
    await pass(60_000);
    expect(hall.reads(of).length).toBe(before + 1);
  });

  test("a woken page reads its list", async () => {
    const me = await started();
    const before = hall.reads(LIST).length;
    me.wake();
    await pass(1_000);
    expect(hall.reads(LIST).length).toBe(before + 1);
  });

  test("a stopped page asks nothing more", async () => {
    const me = await started();
    me.browse.choose("f");
    await pass(1_000);
    hall.tell("me", [item("ApplicationViewed", { application: "a", state: "viewed" })]);
    me.stop();
    const before = hall.asked.length;
    await pass(120_000);
    expect(hall.asked.length).toBe(before);
  });
});

describe("what it writes", () => {
  test("an application names the saved resume, and is shown as it then stands", async () => {
    const me = await started();
    hall.on("GET /v1/jobs/j/applications/new-1", ({ query }: Asked) => ({ id: "new-1", place: 3, ...query }));
    const one = await me.apply("j", "  Hello  ");
    expect(hall.writes[0]).toMatchObject({
      ...{ method: "POST", path: "/v1/jobs/j/applications", token: STUDENT.token },
      body: { resume_id: "resume", message: "Hello" },
    });
    expect(one).toMatchObject({ id: "new-1", place: 3, after: "livefair.fairs:0:w1" });
    expect(hall.reads(LIST).at(-1)?.query.after).toBe("livefair.fairs:0:w1");
  });

  test("an empty message is left out", async () => {
    const me = await started();
    hall.on("GET /v1/jobs/j/applications/new-1", {});
    await me.apply("j", "   ");
    expect(hall.writes[0]?.body).toEqual({ resume_id: "resume" });
  });

  test.each(["withdraw", "accept", "decline"] as const)("to %s is a step of that application", async (step) => {
    const me = await started();
    await me.step(me.state.applications[0]!, step);
    expect(hall.writes[0]?.path).toBe(`/v1/jobs/job of a/applications/a/${step}`);
  });

  test("the list is read after a refusal too: the state is not the one that was shown", async () => {
    const me = await started();
    hall.outcome = { outcome: "refused", reason: "deadline_passed" };
    applications = [application("a", { state: "expired" })];
    await expect(me.step(me.state.applications[0]!, "accept")).rejects.toMatchObject({ reason: "deadline_passed" });
    expect(me.state.applications[0]?.state).toBe("expired");
  });

  test("a resume is saved, and its PDF after it", async () => {
    const me = await started();
    const document: ResumeDocument = { basics: { name: "Li" } };
    const pdf = new File(["%PDF"], "cv.pdf", { type: "application/pdf" });
    await me.save(document, pdf);
    expect(hall.writes).toMatchObject([
      { method: "PUT", path: "/v1/me/resume", body: document },
      { method: "PUT", path: "/v1/me/resume/attachment", body: pdf },
    ]);
    expect(hall.reads("/v1/me/resume").at(-1)?.query.after).toBe("livefair.fairs:0:w2");
  });

  test("without a PDF only the resume is saved", async () => {
    const me = await started();
    await me.save({}, null);
    expect(hall.writes.length).toBe(1);
  });

  test("nothing can be written before the page has begun", async () => {
    const me = new Me(STUDENT, () => undefined);
    await expect(me.apply("j", "")).rejects.toThrow("not ready");
  });

  test("a card is shown with what is wanted, hidden, and an approach answered", async () => {
    const me = await started();
    await me.cards.show("f", { regions: ["Hangzhou"] });
    await me.cards.show("f", {});
    await me.cards.hide("f");
    await me.cards.answer({ id: "x", job: "j" } as never, "accept");
    expect(hall.writes.map(({ method, path, body }) => [method, path, body])).toEqual([
      ["PUT", "/v1/fairs/f/card", { wants: { regions: ["Hangzhou"] } }],
      ["PUT", "/v1/fairs/f/card", {}],
      ["POST", "/v1/fairs/f/card/hide", null],
      ["POST", "/v1/jobs/j/approaches/x/accept", null],
    ]);
  });

  test("an order for the closing round is put and read again, an empty one too", async () => {
    const me = await started();
    await me.round.rank("f", ["j", "k"]);
    await me.round.rank("f", []);
    expect(hall.writes.map(({ path, body }) => [path, body])).toEqual([
      ["/v1/fairs/f/ranking", { jobs: ["j", "k"] }],
      ["/v1/fairs/f/ranking", { jobs: [] }],
    ]);
    expect(hall.reads("/v1/fairs/f/ranking").map(({ query }) => query.after)).toEqual([
      "livefair.fairs:0:w1",
      "livefair.fairs:0:w2",
    ]);
  });
});
