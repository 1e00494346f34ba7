/** An enterprise's desk: what it reads, what its room makes it read again, and for whom a person acts. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Desk } from "../../src/desk/model";
import type { Person } from "../../src/signed_in";
import { type Asked, Hall, item, pass, person, refusal } from "../hall";

const ORG = "org-1";
const ROOM = `enterprise:${ORG}`;
const HR = person("enterprise", ORG, "hr");
const BOOTH = { org: ORG, name: "Yunqi", state: "approved" };
const FAIR = { id: "f", title: "Fair", state: "open", booths: [BOOTH] };
const JOB = { id: "j1", fair: "f", org: ORG, title: "Analyst", headcount: 2 };

let hall: Hall;
beforeEach(() => {
  hall = new Hall().open();
  hall.on("GET /v1/fairs/f", FAIR).list("/v1/me/staff").list("/v1/fairs/f/jobs", JOB);
  hall.list(
    "/v1/fairs/f/sessions",
    { id: "s1", org: ORG, host: "enterprise" },
    { id: "s2", org: ORG, host: "organizer" },
    { id: "s3", org: "org-2", host: "enterprise" },
  );
  hall.list(`/v1/fairs/f/booths/${ORG}/staff`, { person: "ann", role: "lead" });
  hall.list(`/v1/fairs/f/booths/${ORG}/staff-links`, { id: "old" }, { id: "new" });
  for (const job of ["j1", "new-1"]) {
    hall.list(`/v1/jobs/${job}/applications`).list(`/v1/jobs/${job}/closing-rounds`);
    hall.on(`GET /v1/jobs/${job}/ranking`, { applications: [], items: [] });
  }
});
afterEach(() => hall.close());

async function started(who: Person = HR): Promise<Desk> {
  const desk = new Desk(who, "f", () => undefined);
  void desk.start();
  await pass();
  return desk;
}

/** How often each of these was read since. */
function counted(): () => Record<string, number> {
  const from = hall.asked.length;
  return () => {
    const counts: Record<string, number> = {};
    for (const { method, path } of hall.asked.slice(from)) {
      const name = path.replace("/v1/", "");
      if (method === "GET") counts[name] = (counts[name] ?? 0) + 1;
    }
    return counts;
  };
}

describe("begun", () => {
  test("it reads all jobs, sessions and colleagues, however many pages they have", async () => {
    const pages =
      (name: string, of: object) =>
      ({ query }: Asked) => {
        const [from, until] = query.cursor ? [100, 121] : [0, 100];
        const items = Array.from({ length: until - from }, (_, n) => ({ ...of, id: `${name}${from + n}` }));
        return { items, next_cursor: query.cursor ? null : "more" };
      };
    hall.on("GET /v1/fairs/f/jobs", pages("j", { headcount: 2, applications: 3, state: "open" }));
    hall.on("GET /v1/fairs/f/sessions", pages("s", { org: ORG, host: "enterprise" }));
    hall.on(`GET /v1/fairs/f/booths/${ORG}/staff`, pages("p", {}));
    const desk = await started();
    expect([desk.state.jobs.length, desk.state.sessions.length]).toEqual([121, 121]);
    expect([desk.crew.state.staff.length, desk.state.hasMoreJobs]).toEqual([121, false]);
  });

  test("of very many jobs it shows the first, says so, and reads more on a press", async () => {
    hall.on("GET /v1/fairs/f/jobs", ({ query }: Asked) => {
      const from = Number(query.cursor ?? 0);
      const items = Array.from({ length: 100 }, (_, n) => ({ id: `j${from + n}` }));
      return { items, next_cursor: from < 2_400 ? String(from + 100) : null };
    });
    const desk = await started();
    expect([desk.state.jobs.length, desk.state.hasMoreJobs]).toEqual([2_000, true]);
    await desk.readMoreJobs();
    expect([desk.state.jobs.length, desk.state.hasMoreJobs]).toEqual([2_500, false]);
  });

  test("it shows the booth, its jobs, its own sessions, its staff and the newest link first", async () => {
    const desk = await started();
    expect(desk.state).toMatchObject({ phase: "ready", fair: FAIR, staffing: null, jobs: [JOB] });
    expect(desk.state.sessions.map(({ id }) => id)).toEqual(["s1"]);
    expect([desk.org, desk.booth, desk.leads]).toEqual([ORG, BOOTH, true]);
    expect(desk.crew.state.staff).toMatchObject([{ person: "ann" }]);
    expect(desk.crew.state.links.map(({ id }) => id)).toEqual(["new", "old"]);
  });

  test("it joins the room of its enterprise with its token, and each read is its own", async () => {
    await started();
    expect(hall.socket.sent).toEqual([
      { type: "hello", token: HR.token },
      { type: "subscribe", room: ROOM },
    ]);
    for (const one of hall.asked.slice(1)) expect(one.token).toBe(HR.token);
  });

  test("without a booth it asks for no staff", async () => {
    hall.on("GET /v1/fairs/f", { ...FAIR, booths: [] });
    const desk = await started();
    expect([desk.state.phase, desk.booth]).toEqual(["ready", null]);
    expect(hall.reads(`/v1/fairs/f/booths/${ORG}/staff`)).toEqual([]);
  });

  test("without an enterprise it asks for no jobs", async () => {
    const desk = await started(person("enterprise"));
    expect([desk.org, desk.state.jobs]).toEqual(["", []]);
    expect(hall.reads("/v1/fairs/f/jobs")).toEqual([]);
  });

  test("a fair that does not exist is unknown", async () => {
    hall.on("GET /v1/fairs/f", () => refusal(404));
    expect((await started()).state.phase).toBe("unknown");
  });

  test("a failure is shown, and mended when the page is looked at again", async () => {
    hall.isAway = true;
    const desk = await started();
    expect(desk.state.phase).toBe("failed");
    hall.isAway = false;
    desk.wake();
    await pass();
    expect([desk.state.phase, desk.state.error]).toEqual(["ready", null]);
  });
});

describe("staff by a link", () => {
  const ANN = person("enterprise", null, "ann");
  beforeEach(() =>
    hall.list("/v1/me/staff", { fair: "g", org: "x", role: "lead" }, { fair: "f", org: ORG, role: "recruiter" }),
  );

  test("act for the enterprise of the booth, follow their own room, and do not lead", async () => {
    const desk = await started(ANN);
    expect([desk.org, desk.leads, desk.state.staffing?.role]).toEqual([ORG, false, "recruiter"]);
    expect(hall.socket.sent.at(-1)).toEqual({ type: "subscribe", room: "me" });
  });

  test("lead where the link said so", async () => {
    hall.list("/v1/me/staff", { fair: "f", org: ORG, role: "lead" });
    expect((await started(ANN)).leads).toBe(true);
  });

  test("look again every ten seconds, as no room tells them of applications", async () => {
    await started(ANN);
    const read = counted();
    await pass(9_000);
    expect(read()).toEqual({});
    await pass(3_000);
    expect(read()).toMatchObject({ "fairs/f": 1, "fairs/f/jobs": 1, [`fairs/f/booths/${ORG}/staff`]: 1 });
  });

  test("look again at once when the page is woken", async () => {
    const desk = await started(ANN);
    const read = counted();
    desk.wake();
    await pass(100);
    expect(read()).toMatchObject({ "fairs/f": 1, "fairs/f/jobs": 1 });
  });

  test("people who act for their token's enterprise do not poll", async () => {
    const desk = await started();
    const read = counted();
    desk.wake();
    await pass(30_000);
    expect(read()).toEqual({});
  });

  test("begin anew when they were removed", async () => {
    const desk = await started(ANN);
    hall.list("/v1/me/staff");
    hall.tell("me", [item("StaffRemoved", { fair: "f", org: ORG, person: "ann" })]);
    await pass();
    expect([desk.org, desk.state.phase, hall.sockets.length]).toEqual(["", "ready", 2]);
  });

  test("stay where somebody else was removed", async () => {
    await started(ANN);
    hall.tell("me", [item("StaffRemoved", { fair: "f", org: ORG, person: "bob" })]);
    await pass();
    expect(hall.sockets.length).toBe(1);
  });

  test("leave on their own", async () => {
    const desk = await started(ANN);
    hall.list("/v1/me/staff");
    await desk.leave();
    expect(hall.writes).toMatchObject([
      { method: "POST", path: `/v1/fairs/f/booths/${ORG}/staff/remove`, body: { person: "ann" } },
    ]);
    expect(desk.org).toBe("");
  });
});

describe("told by its room", () => {
  test.each([
    ["BoothApproved", { "fairs/f": 1 }],
    ["StaffJoined", { [`fairs/f/booths/${ORG}/staff`]: 1, [`fairs/f/booths/${ORG}/staff-links`]: 1 }],
    ["JobPublished", { "fairs/f/jobs": 1 }],
    ["ApplicationReceived", { "fairs/f/jobs": 1 }],
  ])("%s makes it read what that changes, and nothing else", async (event, reads) => {
    await started();
    const read = counted();
    hall.tell(ROOM, [item(event, { fair: "f", job: "another" })]);
    await pass(5_000);
    expect(read()).toEqual(reads);
  });

  test("events of another fair are ignored", async () => {
    await started();
    const read = counted();
    hall.tell(ROOM, [item("JobPublished", { fair: "g" }), item("BoothApproved", { fair: "g" })]);
    await pass(5_000);
    expect(read()).toEqual({});
  });

  test("its reads wait for the record that the room reported", async () => {
    await started();
    hall.tell(ROOM, [item("JobPublished", { fair: "f" })]);
    await pass(5_000);
    expect(hall.reads("/v1/fairs/f/jobs").at(-1)?.query.after).toBe("livefair.fairs:0:1");
  });

  test("an application to the job that is looked at is shown at once, and read", async () => {
    const desk = await started();
    desk.queue.choose("j1");
    await pass();
    const one = { fair: "f", job: "j1", application: "a1", state: "submitted", student: "stu", place: 1, facets: {} };
    const read = counted();
    hall.tell(ROOM, [item("ApplicationReceived", one)]);
    expect(desk.queue.state.applicants.map(({ id }) => id)).toEqual(["a1"]);
    expect([...desk.queue.state.fresh]).toEqual(["a1"]);
    await pass(5_000);
    expect(read()).toMatchObject({ "jobs/j1/applications": 1, "fairs/f/jobs": 1 });
  });

  test("a round that was held is read", async () => {
    const desk = await started();
    desk.queue.choose("j1");
    await pass();
    const read = counted();
    hall.tell(ROOM, [item("ClosingRoundHeld", { fair: "f" })]);
    await pass(5_000);
    expect(read()).toMatchObject({ "jobs/j1/closing-rounds": 1 });
  });

  test("an answer to an approach makes it read the approaches of the job that is sought for", async () => {
    const desk = await started();
    hall.list("/v1/jobs/j1/approaches", { id: "x" });
    desk.seeking.choose("j1");
    hall.tell(ROOM, [item("ApproachDeclined", { fair: "f", job: "j1", approach: "x" })]);
    await pass(5_000);
    expect(desk.seeking.state.approaches).toEqual([{ id: "x" }]);
  });

  test("old items of a first snapshot are no arrivals", async () => {
    const one = { fair: "f", job: "j1", application: "a1", state: "submitted", student: "stu", place: 1, facets: {} };
    hall.room(ROOM).change({}, [item("ApplicationReceived", one)]);
    const desk = new Desk(HR, "f", () => undefined);
    desk.queue.choose("j1");
    void desk.start();
    await pass();
    expect(desk.queue.state.fresh.size).toBe(0);
  });
});

describe("what it writes", () => {
  const sent = (): unknown[] => hall.writes.map(({ method, path, body }) => [method, path.replace("/v1", ""), body]);

  test("a booth is requested and amended, and shown as it then stands", async () => {
    hall.on("GET /v1/fairs/f", { ...FAIR, booths: [] });
    const desk = await started();
    hall.on("GET /v1/fairs/f", FAIR);
    await desk.requestBooth({ name: "Yunqi" });
    expect(desk.booth).toEqual(BOOTH);
    await desk.amendBooth({ intro: "We build." });
    expect(sent()).toEqual([
      ["POST", "/fairs/f/booths", { name: "Yunqi" }],
      ["PATCH", `/fairs/f/booths/${ORG}`, { intro: "We build." }],
    ]);
    expect(hall.reads("/v1/fairs/f").at(-1)?.query.after).toBe("livefair.fairs:0:w2");
  });

  test("a published job is selected", async () => {
    const desk = await started();
    await desk.publish({ title: "Engineer" });
    expect(desk.queue.state.job).toBe("new-1");
    expect(hall.reads("/v1/fairs/f/jobs").at(-1)?.query).toMatchObject({ org: ORG, after: "livefair.fairs:0:w1" });
  });

  test("jobs and sessions are changed and read again", async () => {
    const desk = await started();
    const read = counted();
    await desk.amend("j1", { headcount: 3 });
    await desk.closeJob("j1");
    await desk.plan({ title: "Show" });
    await desk.amendSession("s1", { title: "Later" });
    expect(sent()).toEqual([
      ["PATCH", "/jobs/j1", { headcount: 3 }],
      ["POST", "/jobs/j1/close", null],
      ["POST", "/fairs/f/sessions", { title: "Show" }],
      ["PATCH", "/sessions/s1", { title: "Later" }],
    ]);
    expect(read()).toMatchObject({ "fairs/f/jobs": 2, "fairs/f/sessions": 2 });
  });

  test("a refusal is raised to the caller, and nothing is read", async () => {
    const desk = await started();
    hall.outcome = {
      outcome: "refused",
      reason: "ad_refused",
      flags: [{ kind: "age", field: "title", phrase: "young" }],
    };
    await expect(desk.publish({ title: "young" })).rejects.toMatchObject({
      reason: "ad_refused",
      flags: [{ kind: "age" }],
    });
    expect(desk.queue.state.job).toBeNull();
  });
});
