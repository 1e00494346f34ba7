/** The jobs on stage, as each kind of viewer sees them. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { Drops } from "../../src/session/drops";
import { SessionModel } from "../../src/session/model";
import { Questions } from "../../src/session/questions";
import type { Person } from "../../src/signed_in";
import type { Language } from "../../src/words";
import { type Drawn, drawn } from "../drawn";
import { Hall, pass, person, refusal } from "../hall";

const DROP = {
  id: "d1",
  job: "j1",
  state: "open",
  number: 1,
  opened_at: "2026-11-30T09:55:00Z",
  applications: 4,
  cap: 5,
  remaining: 1,
};
const SESSION = {
  ...{ id: "s", fair: "f", org: "o", host: "enterprise", title: "Show", starts_at: "2026-11-30T09:50:00Z" },
  ...{ state: "live", paused: false, run_of_show: [], drops: [DROP], counters: {} },
};
const STUDENT = person("student", null, "stu");
const own = (more: object) => ({
  ...{ id: "a", job: "j1", fair: "f", org: "o", student: "stu", place: 9, facets: {}, history: [] },
  ...{ receipt: { position: "log:0:9", accepted_at: "2026-11-30T09:56:00Z" }, ...more },
});

let hall: Hall;
beforeEach(() => {
  hall = new Hall().open();
  hall.on("GET /v1/sessions/s", SESSION).on("GET /v1/fairs/f", { id: "f" });
  hall.on("GET /v1/jobs/j1", {
    id: "j1",
    title: "Analyst",
    headcount: 2,
    enterprise: "Yunqi",
    description: "Numbers.",
  });
  hall
    .list("/v1/sessions/s/questions")
    .list("/v1/sessions/s/comments")
    .list("/v1/sessions/s/funnel")
    .list("/v1/fairs/f/jobs");
  hall.on("GET /v1/me/resume", { id: "r" }).list("/v1/me/applications");
});
afterEach(() => hall.close());

async function begun(who: Person | null): Promise<SessionModel> {
  const model = new SessionModel("s", who, () => undefined);
  void model.start();
  await pass(2_000);
  return model;
}
async function drops(who: Person | null, isReplay = false, language: Language = "en"): Promise<Drawn> {
  const model = await begun(who);
  const stage = model.stage;
  if (stage === null) throw new Error("no stage");
  const view = <Drops model={model} stage={stage} isReplay={isReplay} isHeld={false} signIn={() => undefined} />;
  return drawn(view, language);
}

test("a guest sees the job and its places, and signs in to apply", async () => {
  const { text, controls } = await drops(null);
  expect(text).toContain("Analyst On stage Yunqi · 2 positions");
  expect(text).toContain("1 of 5 places left · 4 applications");
  expect(controls).toEqual(["sign-in"]);
});

test("a student with a resume applies with one press", async () => {
  const { text, controls } = await drops(STUDENT);
  expect(controls).toEqual(["apply"]);
  expect(text).toContain("Apply now");
});

test("one without a resume is sent to write it", async () => {
  hall.on("GET /v1/me/resume", () => refusal(404));
  const { html, controls } = await drops(STUDENT);
  expect(html).toContain('href="/me?fair=f"');
  expect(controls).toEqual([]);
});

test("a full drop offers the waiting list", async () => {
  hall.on("GET /v1/sessions/s", { ...SESSION, drops: [{ ...DROP, remaining: 0 }] });
  const { text } = await drops(STUDENT);
  expect(text).toContain("Full: new applications join the waiting list");
  expect(text).toContain("Join the waiting list");
});

test("a drop without a limit says so", async () => {
  const { cap: _cap, remaining: _remaining, ...unlimited } = DROP;
  hall.on("GET /v1/sessions/s", { ...SESSION, drops: [unlimited] });
  expect((await drops(null, false, "zh")).text).toContain("不限名额 · 4 份投递");
});

test("neither its host nor another role can apply", async () => {
  const host = await drops(person("enterprise", "o"));
  expect([host.controls, host.text.includes("Only students")]).toEqual([[], false]);
  const other = await drops(person("organizer", "unit"));
  expect(other.controls).toEqual([]);
  expect(other.text).toContain("Only students can apply. You are signed in with a different role.");
});

test("in a replay nobody can apply", async () => {
  const { text, controls } = await drops(STUDENT, true);
  expect(text).toContain("You cannot apply during a replay.");
  expect(controls).toEqual([]);
});

test.each([
  ["submitted", { id: "d1", place: 3, admitted: true }, "You are in: number 3"],
  ["waitlisted", { id: "d1", place: 9, admitted: false, in_line: 2 }, "Waiting list: number 2"],
  ["invited", undefined, "You have applied: Invited"],
])("one who is %s sees that in place of the button", async (state, drop, words) => {
  hall.list("/v1/me/applications", own({ state, drop })).on("GET /v1/jobs/j1/applications/a", own({ state, drop }));
  const { text, controls } = await drops(STUDENT);
  expect(text).toContain(words);
  expect(text).toContain("Receipt log:0:9");
  expect(controls).toEqual([]);
});

test.each([
  ["withdrawn", undefined, "Your last application: Withdrawn. You can apply again."],
  ["refused", { id: "d0", place: 9, admitted: false }, "Your last application: Rejected. You can apply again."],
])("one whose application was %s may apply again when the job is dropped again", async (state, drop, words) => {
  hall.list("/v1/me/applications", own({ state, drop })).on("GET /v1/jobs/j1/applications/a", own({ state, drop }));
  const { text, controls } = await drops(STUDENT);
  expect(text).toContain(words);
  expect(controls).toEqual(["apply"]);
  const zh = await drops(STUDENT, false, "zh");
  expect(zh.text).toContain("可以再次投递。");
});

test.each([
  ["refused", { id: "d0", place: 9, admitted: true }],
  ["declined", undefined],
  ["hired", undefined],
])("one whose application was %s by a person may not", async (state, drop) => {
  hall.list("/v1/me/applications", own({ state, drop })).on("GET /v1/jobs/j1/applications/a", own({ state, drop }));
  expect((await drops(STUDENT)).controls).toEqual([]);
});

test("a drop that is closed offers nothing again", async () => {
  hall.on("GET /v1/sessions/s", { ...SESSION, drops: [{ ...DROP, state: "closed" }] });
  hall.list("/v1/me/applications", own({ state: "withdrawn" }));
  hall.on("GET /v1/jobs/j1/applications/a", own({ state: "withdrawn" }));
  const { text, controls } = await drops(STUDENT);
  expect(text).toContain("You have applied: Withdrawn");
  expect(controls).toEqual([]);
});

test("a resume that could not be read is not one that is missing: the page says what failed, and reads again", async () => {
  hall.on("GET /v1/me/resume", () => refusal(503));
  const { text, controls } = await drops(STUDENT);
  expect(text).not.toContain("Save your resume first");
  expect(text).toContain("Your resume and applications could not be loaded.");
  expect(controls).toEqual(["read-again"]);
  expect((await drops(STUDENT, false, "zh")).text).toContain("您的简历和投递记录加载失败。");
});

test("the list is silent, and one region announces", async () => {
  const { html } = await drops(STUDENT);
  expect(html.match(/aria-live="polite"/g)).toHaveLength(1);
  expect(html).toMatch(/role="log" aria-live="polite"[^>]*data-announcer/);
});

test("the pinned drop is above the newer ones", async () => {
  const second = { ...DROP, id: "d2", job: "j2", number: 2 };
  hall
    .on("GET /v1/sessions/s", { ...SESSION, pinned: "j1", drops: [DROP, second] })
    .on("GET /v1/jobs/j2", { id: "j2", title: "Two", headcount: 1 });
  const { html } = await drops(null);
  expect([...html.matchAll(/data-drop="(\w+)"/g)].map(([, id]) => id)).toEqual(["d1", "d2"]);
});

test("nothing dropped yet", async () => {
  hall.on("GET /v1/sessions/s", { ...SESSION, drops: [] });
  expect((await drops(null)).text).toContain("No jobs have been dropped yet.");
});

test("questions: a guest signs in to ask, a student asks and votes, and after the end nobody does", async () => {
  const question = { id: "q", text: "Remote?", state: "open", votes: 2, asked_at: "t" };
  hall.list("/v1/sessions/s/questions", question);
  const shown = async (who: Person | null): Promise<Drawn> => {
    const model = await begun(who);
    return drawn(<Questions model={model} stage={model.stage!} signIn={() => undefined} />);
  };
  expect((await shown(null)).text).toContain("Sign in to ask");
  const student = await shown(STUDENT);
  expect(student.text).toContain("Ask the host. Everybody can read it, without your name");
  expect(student.html).toContain("I want to know this too: “Remote?” (2)");
  hall.on("GET /v1/sessions/s", { ...SESSION, state: "ended" });
  expect((await shown(STUDENT)).text).toContain("The session has ended. Questions are closed.");
});
