/** An organizer's desk: its fair, the list that is looked at, and what it may do. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Organizer } from "../../src/organizer/model";
import { type Asked, Hall, item, pass, person, refusal } from "../hall";

const BOSS = person("organizer", "unit", "boss");
const FAIR = { id: "f", org: "unit", title: "Fair", state: "open" };
const ROOM = "fair:f";

let hall: Hall;
beforeEach(() => {
  hall = new Hall().open();
  hall.on("GET /v1/fairs/f", FAIR);
  hall.on("GET /v1/fairs/f/jobs", ({ query }: Asked) =>
    query.flagged === "true" ? { items: [], counts: { open: 7 } } : { items: [{ id: "j" }], counts: { open: 1 } },
  );
  hall.on("GET /v1/fairs/f/booths", { items: [{ org: "o" }], counts: { requested: 1 } });
  hall.list("/v1/fairs/f/applications", { id: "a" }).list("/v1/fairs/f/sessions", { id: "s" });
  hall.on("GET /v1/fairs/f/closing-round", { round: "r", matches: 3 });
});
afterEach(() => hall.close());

async function started(who = BOSS): Promise<Organizer> {
  const organizer = new Organizer(who, "f", () => undefined);
  void organizer.start();
  await pass();
  return organizer;
}
const sent = (): unknown[] => hall.writes.map(({ method, path, body }) => [method, path.replace("/v1", ""), body]);

describe("begun", () => {
  test("it shows the fair, its sessions, the newest round, and how many open jobs are flagged", async () => {
    const organizer = await started();
    expect(organizer.state).toMatchObject({
      ...{ phase: "ready", fair: FAIR, flagged: 7, sessions: [{ id: "s" }] },
      ...{ round: { round: "r" }, tab: "booths" },
    });
    expect(organizer.isOwn).toBe(true);
  });

  test("all open jobs are read where sessions are planned, and nowhere else", async () => {
    const many = (from: number): object[] => Array.from({ length: 100 }, (_, n) => ({ id: `j${from + n}` }));
    hall.on("GET /v1/fairs/f/jobs", ({ query }: Asked) => {
      if (query.flagged) return { items: [], counts: { open: 7 } };
      return query.cursor ? { items: many(100) } : { items: many(0), next_cursor: "more" };
    });
    const organizer = await started();
    expect(organizer.state.jobs).toEqual([]);
    organizer.look("more");
    await pass(2_000);
    expect(organizer.state.jobs).toHaveLength(200);
  });

  test("no round yet is none", async () => {
    hall.on("GET /v1/fairs/f/closing-round", () => refusal(404));
    const organizer = await started();
    expect([organizer.state.phase, organizer.state.round]).toEqual(["ready", null]);
  });

  test("it reads the list that is looked at: booths that wait", async () => {
    const organizer = await started();
    await pass(1_000);
    expect(organizer.booths.state.items).toEqual([{ org: "o" }]);
    expect(hall.reads("/v1/fairs/f/booths")[0]?.query).toMatchObject({ state: "requested", counts: "true" });
    expect(hall.reads("/v1/fairs/f/applications")).toEqual([]);
  });

  test("another unit's fair is shown, but not followed, and nothing else is read", async () => {
    const other = await started(person("organizer", "another"));
    expect([other.state.phase, other.isOwn, hall.sockets.length]).toEqual(["ready", false, 0]);
    await pass(60_000);
    expect(hall.asked.map(({ path }) => path)).toEqual(["/pages/config.json", "/v1/fairs/f"]);
  });

  test.each([
    [404, "unknown"],
    [503, "failed"],
  ])("a refusal with %i leaves it %s", async (status, phase) => {
    hall.on("GET /v1/fairs/f", () => refusal(status));
    expect((await started()).state.phase).toBe(phase);
  });
});

describe("read again", () => {
  const reads = (): number => hall.reads("/v1/fairs/f").length;

  test("when its room has news, as of the record that the room reported", async () => {
    await started();
    const before = reads();
    hall.tell(ROOM, [item("BoothApproved", { fair: "f" })]);
    await pass(100);
    expect(reads()).toBe(before + 1);
    expect(hall.reads("/v1/fairs/f").at(-1)?.query.after).toBe("livefair.fairs:0:1");
  });

  test("not for counters alone", async () => {
    await started();
    const before = reads();
    hall.tell(ROOM, [], { applications: 5 });
    await pass(2_000);
    expect(reads()).toBe(before);
  });

  test("every five seconds while the page is visible, since no room reports requests", async () => {
    const organizer = await started();
    const before = reads();
    await pass(5_100);
    expect(reads()).toBe(before + 1);
    Object.assign(document, { visibilityState: "hidden" });
    await pass(20_000);
    expect(reads()).toBe(before + 1);
    organizer.stop();
  });

  test("never after it stopped", async () => {
    const organizer = await started();
    organizer.look("jobs");
    organizer.stop();
    const before = hall.asked.length;
    await pass(60_000);
    expect(hall.asked.length).toBe(before);
  });
});

describe("tabs", () => {
  test("a tab reads its list once it is looked at", async () => {
    const organizer = await started();
    organizer.look("jobs");
    await pass(1_000);
    expect(organizer.jobs.state.items).toEqual([{ id: "j" }]);
    expect(organizer.state.tab).toBe("jobs");
  });

  test("applications of one job, without the filters of before", async () => {
    const organizer = await started();
    organizer.applications.filter({ state: "invited", q: "Li" });
    organizer.lookAt({ job: "j", org: null });
    await pass(1_000);
    expect(organizer.state.tab).toBe("applications");
    expect(hall.reads("/v1/fairs/f/applications").at(-1)?.query).toEqual({ counts: "true", limit: "50", job: "j" });
  });

  test("applications of one enterprise", async () => {
    const organizer = await started();
    organizer.lookAt({ org: "o", job: null });
    await pass(1_000);
    expect(hall.reads("/v1/fairs/f/applications").at(-1)?.query).toMatchObject({ org: "o" });
  });

  test("figures are read at the first look alone", async () => {
    hall.on("GET /v1/fairs/f/report", { total: {} }).on("GET /v1/fairs/f/breakdown", { cells: [] });
    const organizer = await started();
    organizer.look("figures");
    await pass();
    organizer.look("booths");
    organizer.look("figures");
    await pass();
    expect([organizer.figures.state.phase, hall.reads("/v1/fairs/f/report").length]).toEqual(["ready", 1]);
  });
});

describe("what it does", () => {
  test("the fair is moved and amended, and shown as it then stands", async () => {
    const organizer = await started();
    hall.on("GET /v1/fairs/f", { ...FAIR, state: "closed" });
    await organizer.move("close");
    await organizer.move("reopen", { ends_at: "2026-12-01T00:00:00Z" });
    await organizer.amend({ title: "New", region: null });
    expect(sent()).toEqual([
      ["POST", "/fairs/f/close", null],
      ["POST", "/fairs/f/reopen", { ends_at: "2026-12-01T00:00:00Z" }],
      ["PATCH", "/fairs/f", { title: "New", region: null }],
    ]);
    expect(organizer.state.fair?.state).toBe("closed");
    expect(hall.reads("/v1/fairs/f").at(-1)?.query.after).toBe("livefair.fairs:0:w3");
  });

  test("booths are judged together, and those that were refused by the log are counted", async () => {
    const organizer = await started();
    hall.on("GET /v1/outcomes/event-1/items", { outcomes: { applied: 1, refused: 2 } });
    expect(await organizer.judge(["a", "b", "c"], "refuse", "no licence")).toBe(2);
    expect(await organizer.judge(["a"], "approve")).toBe(0);
    expect(sent()).toEqual([
      ["POST", "/fairs/f/booths/refuse", { orgs: ["a", "b", "c"], reason: "no licence" }],
      ["POST", "/fairs/f/booths/approve", { orgs: ["a"] }],
    ]);
  });

  test("jobs are closed with a reason, where there is one", async () => {
    const organizer = await started();
    await organizer.closeJobs(["j"], "");
    await organizer.closeJobs(["j"], "a scam");
    expect(sent()).toEqual([
      ["POST", "/fairs/f/jobs/close", { jobs: ["j"] }],
      ["POST", "/fairs/f/jobs/close", { jobs: ["j"], reason: "a scam" }],
    ]);
  });

  test("sessions are planned and changed", async () => {
    const organizer = await started();
    await organizer.plan({ title: "Show" });
    await organizer.amendSession("s", { title: "Later" });
    expect(sent()).toEqual([
      ["POST", "/fairs/f/sessions", { title: "Show" }],
      ["PATCH", "/sessions/s", { title: "Later" }],
    ]);
  });

  test("a round is previewed without being held, then held", async () => {
    const organizer = await started();
    expect(await organizer.tryRound()).toMatchObject({ matches: 3 });
    expect(hall.writes).toEqual([]);
    expect(hall.reads("/v1/fairs/f/closing-round").at(-1)?.query.dry_run).toBe("true");
    await organizer.holdRound();
    expect(sent()).toEqual([["POST", "/fairs/f/closing-round", null]]);
  });

  test("a file is taken with the token, in the language of the page", async () => {
    const organizer = await started();
    hall.on(
      "GET /v1/fairs/f/jobs.csv",
      () => new Response("a,b", { headers: { "Content-Disposition": 'attachment; filename="jobs.csv"' } }),
    );
    const { file, name } = await organizer.file("jobs.csv", "zh");
    expect([await file.text(), name]).toEqual(["a,b", "jobs.csv"]);
    expect(hall.reads("/v1/fairs/f/jobs.csv")[0]).toMatchObject({ query: { lang: "zh" }, token: BOSS.token });
  });

  test("a refusal is raised to the caller", async () => {
    const organizer = await started();
    hall.outcome = { outcome: "refused", reason: "invitations_open" };
    await expect(organizer.move("archive")).rejects.toMatchObject({ reason: "invitations_open" });
  });
});

describe("archived", () => {
  beforeEach(() => hall.on("GET /v1/fairs/f/counters", { counters: { jobs: 2 }, decided: null }));

  test("it shows the fair's counters, opens no socket and does not read again", async () => {
    hall.on("GET /v1/fairs/f", { ...FAIR, state: "archived" });
    const organizer = await started();
    await pass(100);
    expect(organizer.state).toMatchObject({ status: { kind: "over" }, room: { counters: { jobs: 2 } }, flagged: 7 });
    const before = hall.asked.length;
    await pass(60_000);
    expect([hall.sockets.length, hall.asked.length]).toEqual([0, before]);
  });

  test("the organizer who archives it sees so at once", async () => {
    const organizer = await started();
    hall.on("GET /v1/fairs/f", { ...FAIR, state: "archived" });
    await organizer.move("archive");
    await pass();
    expect([organizer.state.status.kind, hall.socket.isClosed]).toEqual(["over", true]);
  });

  test("archived by somebody else, it ends after the next cut", async () => {
    const organizer = await started();
    hall.on("GET /v1/fairs/f", { ...FAIR, state: "archived" });
    hall.gone.add(ROOM);
    hall.socket.cut();
    await pass(1_000);
    expect([organizer.state.status.kind, organizer.state.room.counters]).toEqual(["over", { jobs: 2 }]);
  });
});
