/** What a student reads of their applications, and what they can do about each. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { Applications, Counts } from "../../src/me/applications";
import { Jobs } from "../../src/me/jobs";
import { Me } from "../../src/me/model";
import type { Language } from "../../src/words";
import { type Drawn, drawn } from "../drawn";
import { Hall, pass, person, refusal } from "../hall";

const FAIR = {
  id: "f",
  title: "Fair",
  state: "open",
  offers: "release",
  booths: [{ org: "o", response_time_s_median: 20 }],
};
const application = (id: string, state: string, more: object = {}) => ({
  ...{
    id,
    state,
    job: `j-${id}`,
    fair: "f",
    org: "o",
    student: "stu",
    title: `Job ${id}`,
    enterprise: "Yunqi",
    place: 7,
  },
  ...{ facets: {}, receipt: { position: `log:0:${id}`, accepted_at: "2026-11-30T09:00:00Z" }, ...more },
});

let hall: Hall;
beforeEach(() => {
  hall = new Hall().open();
  hall.list("/v1/fairs", FAIR).on("GET /v1/fairs/f", FAIR);
  for (const path of ["reads", "consents", "cards", "approaches", "applications"]) hall.list(`/v1/me/${path}`);
  hall.on("GET /v1/me/resume", { id: "r", resume: {} });
  hall.list("/v1/fairs/f/jobs").list("/v1/fairs/f/sessions");
});
afterEach(() => hall.close());

async function begun(...applications: readonly ReturnType<typeof application>[]): Promise<Me> {
  hall.list("/v1/me/applications", ...applications);
  for (const one of applications)
    hall.on(`GET /v1/jobs/${one.job}/applications/${one.id}`, {
      ...{ ...one, ahead: 3 },
      history: [
        { event: "ApplicationReceived", at: "2026-11-30T09:00:00Z" },
        { event: "ApplicantInvited", at: "2026-11-30T09:30:00Z", by: "livefair", reason: "moved_up" },
      ],
    });
  const me = new Me(person("student", null, "stu"), () => undefined);
  void me.start();
  me.browse.choose("f");
  await pass(1_000);
  return me;
}
const shown = (me: Me, language?: Language): Drawn => drawn(<Applications me={me} go={() => undefined} />, language);

test("nothing yet: what to do first", async () => {
  const me = await begun();
  expect(shown(me).text).toContain("You have not applied for any jobs yet.");
  expect(shown(me, "zh").text).toContain("您还没有投递过岗位。");
});

test("what waits for an answer is above what is in progress, and that above what is closed", async () => {
  const me = await begun(application("a", "refused"), application("b", "submitted"), application("c", "invited"));
  const groups = [...shown(me).html.matchAll(/data-group="(\w+)"/g)].map(([, group]) => group);
  expect(groups).toEqual(["answer", "underway", "over"]);
  expect(drawn(<Counts applications={me.state.applications} />).text).toBe("In progress 1 Invitations 1 Matches 0");
});

test("an application in progress tells its place and who is ahead", async () => {
  const me = await begun(application("b", "submitted"));
  expect(shown(me).text).toContain("Job b Received Yunqi · Fair No. 7 in line · 3 ahead of you");
  expect(shown(me, "zh").text).toContain("第 7 位 · 前面 3 人");
});

test("its history names the steps, and those that nobody took", async () => {
  const { text } = shown(await begun(application("b", "submitted")));
  expect(text).toContain("Invited · a place became free and you were next in line");
  expect(text).toContain("Receipt log:0:b");
});

test.each([
  ["submitted", ["withdraw"]],
  ["invited", ["accept", "decline", "withdraw"]],
  ["accepted", ["withdraw"]],
  ["hired", []],
  ["withdrawn", []],
])("of an application that is %s one can %j", async (state, controls) => {
  expect(shown(await begun(application("b", state))).controls).toEqual(controls);
});

test("an invitation tells until when it stands, what was written, and what the fair's rule is", async () => {
  const more = { deadline: "2026-12-01T10:00:00Z", invitation_message: "Come and see us" };
  const { text } = shown(await begun(application("c", "invited", more)));
  expect(text).toContain("Answer within 23:59:59");
  expect(text).toContain("Come and see us");
  expect(text).toContain("accepting an invitation gives up all your others");
});

test("a reason is the domain's words", async () => {
  const { text } = shown(await begun(application("a", "refused", { reason: "job_closed" })));
  expect(text).toContain("Rejected");
  expect(text).toContain("Reason: The job is closed.");
});

test("a job is applied for with one press, once a resume is saved and the fair is open", async () => {
  const job = { id: "j-x", fair: "f", org: "o", title: "Analyst", headcount: 3, enterprise: "Yunqi" };
  hall.list("/v1/fairs/f/jobs", job);
  const jobs = async (): Promise<Drawn> => drawn(<Jobs me={await begun()} go={() => undefined} />);
  const open = await jobs();
  expect(open.controls).toContain("apply");
  expect(open.text).toContain("Analyst Apply Yunqi 3 positions Usually answers within 1 min");
  hall.on("GET /v1/me/resume", () => refusal(404));
  expect((await jobs()).controls).not.toContain("apply");
  hall.on("GET /v1/me/resume", { id: "r" }).list("/v1/fairs", { ...FAIR, state: "paused" });
  hall.on("GET /v1/fairs/f", { ...FAIR, state: "paused" });
  const paused = await jobs();
  expect(paused.controls).not.toContain("apply");
  expect(paused.text).toContain("You can apply while the fair is open.");
});

test("a job that was applied for says so in place of the button", async () => {
  const job = { id: "j-b", fair: "f", org: "o", title: "Analyst", headcount: 3 };
  hall.list("/v1/fairs/f/jobs", job);
  const { text, controls } = drawn(<Jobs me={await begun(application("b", "submitted"))} go={() => undefined} />);
  expect(text).toContain("Application received: no. 7 in line");
  expect(controls).not.toContain("apply");
});
