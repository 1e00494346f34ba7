/** What an enterprise reads on its desk, and what it can do there. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Applicants } from "../../src/desk/applicants";
import { Booth, OwnBooth } from "../../src/desk/booth";
import { CrewPart } from "../../src/desk/crew_part";
import { Jobs } from "../../src/desk/jobs";
import { Desk } from "../../src/desk/model";
import { ResumeView } from "../../src/desk/resume_view";
import { Seek } from "../../src/desk/seek";
import { drawn } from "../drawn";
import { type Asked, Hall, pass, person, refusal } from "../hall";

const BOOTH = { org: "o", name: "Yunqi", state: "approved", uscc: "91330100MA27XL0A0K" };
const FAIR = {
  id: "f",
  title: "Fair",
  state: "open",
  booths: [BOOTH],
  starts_at: "2026-11-30T00:00:00Z",
  ends_at: "2026-12-02T00:00:00Z",
};
const JOB = { id: "j", fair: "f", org: "o", title: "Analyst", headcount: 2, state: "open", applications: 1 };
const applicant = (id: string, state: string, more: object = {}) => ({
  ...{ id, state, job: "j", fair: "f", org: "o", student: `student ${id}`, place: Number(id.slice(1)) },
  ...{ facets: { degree: "master", major: "Statistics" }, created_at: "2026-11-30T09:00:00Z" },
  ...{ receipt: { position: "p", accepted_at: "2026-11-30T09:00:00Z" }, ...more },
});

let hall: Hall;
beforeEach(() => {
  hall = new Hall().open();
  hall.on("GET /v1/fairs/f", FAIR).list("/v1/me/staff").list("/v1/fairs/f/jobs", JOB).list("/v1/fairs/f/sessions");
  hall.list("/v1/fairs/f/booths/o/staff").list("/v1/fairs/f/booths/o/staff-links");
  hall
    .list("/v1/jobs/j/applications")
    .list("/v1/jobs/j/closing-rounds")
    .list("/v1/fairs/f/cards")
    .list("/v1/jobs/j/approaches");
  hall.on("GET /v1/jobs/j/ranking", { applications: [], items: [] });
});
afterEach(() => hall.close());

async function begun(who = person("enterprise", "o", "hr")): Promise<Desk> {
  const desk = new Desk(who, "f", () => undefined);
  void desk.start();
  await pass();
  desk.queue.choose("j");
  await pass();
  return desk;
}

describe("the booth", () => {
  const booth = async (state: object | null): Promise<ReturnType<typeof drawn>> => {
    hall.on("GET /v1/fairs/f", { ...FAIR, booths: state === null ? [] : [{ ...BOOTH, ...state }] });
    return drawn(<Booth desk={await begun()} />);
  };

  test("is requested where there is none", async () => {
    const { text, controls } = await booth(null);
    expect(text).toContain("Request a booth");
    expect(controls).toContain("ask-booth");
  });

  test("can be corrected while the organizer reviews it", async () => {
    const { text } = await booth({ state: "requested" });
    expect(text).toContain("The organizer has not reviewed your request yet.");
    expect(text).toContain("You can edit everything until the organizer reviews the request.");
  });

  test("that was refused says why, and can be sent again", async () => {
    const { text, controls } = await booth({ state: "refused", reason: "No licence." });
    expect(text).toContain("Refused by the organizer: No licence. You can correct it and send it again.");
    expect(controls).toContain("ask-booth");
  });

  test("is not for those who act for no enterprise", async () => {
    const { text, controls } = drawn(<Booth desk={await begun(person("enterprise"))} />);
    expect(text).toContain("You do not act for any enterprise in this fair.");
    expect(controls).toEqual([]);
  });

  test("that was approved keeps its name", async () => {
    const { text, html } = drawn(<OwnBooth desk={await begun()} />);
    expect(text).toContain("The organizer has approved this name and credit code.");
    expect(html).not.toContain('name="uscc"');
  });

  test("is edited by its leads alone", async () => {
    hall.list("/v1/me/staff", { fair: "f", org: "o", role: "recruiter" });
    const { text } = drawn(<OwnBooth desk={await begun(person("enterprise", null, "ann"))} />);
    expect(text).toContain("Only a lead can edit the booth.");
  });
});

describe("jobs", () => {
  test("none yet", async () => {
    hall.list("/v1/fairs/f/jobs");
    const view = drawn(<Jobs desk={await begun()} choose={() => undefined} />);
    expect(view.text).toContain("You have not published any jobs yet.");
  });

  test("an open one can be edited and closed, and tells how many applied", async () => {
    const view = drawn(<Jobs desk={await begun()} choose={() => undefined} />);
    expect(view.text).toContain("Analyst 1 application 2 positions");
    expect(view.controls).toEqual(expect.arrayContaining(["amend", "close-job"]));
  });

  test("a closed one only tells so", async () => {
    hall.list("/v1/fairs/f/jobs", { ...JOB, state: "closed" });
    const view = drawn(<Jobs desk={await begun()} choose={() => undefined} />);
    expect(view.text).toContain("Closed");
    expect(view.controls).not.toContain("amend");
  });

  test("what an ad was flagged for is marked, with its ground, in both languages", async () => {
    hall.list("/v1/fairs/f/jobs", { ...JOB, flags: [{ kind: "age", field: "description", phrase: "under 35" }] });
    const desk = await begun();
    expect(drawn(<Jobs desk={desk} choose={() => undefined} />).text).toContain("under 35 age · Description");
    expect(drawn(<Jobs desk={desk} choose={() => undefined} />, "zh").text).toContain("under 35 年龄 · 岗位描述");
  });
});

describe("applicants", () => {
  const applicants = async (...all: readonly object[]): Promise<ReturnType<typeof drawn>> => {
    hall.list("/v1/jobs/j/applications", ...all);
    return drawn(<Applicants desk={await begun()} />);
  };

  test("nobody yet", async () => {
    expect((await applicants()).text).toContain("New applications appear here immediately.");
  });

  test("each is listed with their facets and their place", async () => {
    const { text } = await applicants(applicant("a1", "submitted", { message: "I like data" }));
    expect(text).toContain("student a1 Received Master · Statistics no. 1");
    expect(text).toContain("I like data");
  });

  test.each([
    ["submitted", ["shortlist", "invite", "refuse"]],
    ["shortlisted", ["invite", "refuse"]],
    ["accepted", ["hire"]],
    ["withdrawn", []],
  ])("of one who is %s it can %j", async (state, steps) => {
    const { controls } = await applicants(applicant("a1", state));
    const known = new Set(["shortlist", "invite", "hire", "refuse"]);
    expect(controls.filter((control) => known.has(control))).toEqual(steps);
  });

  test("how many are in each part", async () => {
    const { html } = await applicants(
      applicant("a1", "submitted"),
      applicant("a2", "submitted"),
      applicant("a3", "invited"),
    );
    const count = (filter: string): string | undefined =>
      new RegExp(`data-control="filter-${filter}"[^>]*>[^<]*<span class="number">(\\d+)`).exec(html)?.[1];
    expect([count("all"), count("fresh"), count("invited"), count("over")]).toEqual(["3", "2", "1", "0"]);
  });

  test("a job with more of them than are read counts all, and offers the others", async () => {
    hall.on("GET /v1/jobs/j/applications", ({ query }: Asked) => {
      const from = Number(query.cursor ?? 0);
      const items = Array.from({ length: Math.min(100, 501 - from) }, (_, n) =>
        applicant(`a${from + n + 1}`, "submitted"),
      );
      return { items, next_cursor: from < 500 ? String(from + 100) : null, counts: { submitted: 499, hired: 2 } };
    });
    const desk = await begun();
    await pass(1_000);
    const { html, text, controls } = drawn(<Applicants desk={desk} />);
    expect(controls).toContain("more-applicants");
    expect(text).toContain("Only the first 500 are shown.");
    expect(html).toMatch(/data-control="filter-all"[^>]*>[^<]*<span class="number">501/);
    expect(html).toMatch(/data-control="filter-matched"[^>]*>[^<]*<span class="number">2</);
    await desk.queue.more();
    const all = drawn(<Applicants desk={desk} />);
    expect(all.controls).not.toContain("more-applicants");
    expect(all.text).toContain("student a501");
  });

  test("that could not be read are not nobody: the page says so, and reads again", async () => {
    hall.on("GET /v1/jobs/j/applications", () => refusal(503));
    const { text, controls } = drawn(<Applicants desk={await begun()} />);
    expect(text).not.toContain("New applications appear here immediately.");
    expect(text).toContain("The server cannot process this right now.");
    expect(controls).toContain("read-applicants");
  });

  test("who handles an applicant, and who handed them over", async () => {
    const assignment = { to: "ann", by: "bob", at: "2026-11-30T09:00:00Z", note: "Speaks German" };
    const { text } = await applicants(applicant("a1", "submitted", { assignee: "ann", assignment }));
    expect(text).toContain("assigned to ann handed over by bob Speaks German");
  });
});

describe("a resume", () => {
  const FULL = {
    basics: { name: "阿依努尔", location: { city: "杭州" }, url: "javascript:alert(1)" },
    education: [{ institution: "湖滨大学", studyType: "Bachelor", area: "机械工程", endDate: "2027-06-30" }],
    work: [{ name: "云栖精密机械", position: "实习生", startDate: "2026-07", highlights: ["独立完成夹具设计三套"] }],
    skills: [
      { name: "CAD", keywords: ["SolidWorks", "AutoCAD"] },
      { name: "焊接, 钳工", level: "中级" },
    ],
    projects: [{ name: "六轴机械臂", description: "省级竞赛一等奖作品", highlights: ["逆解算法"] }],
    certificates: [{ name: "CET-6", date: "2025-12-01", issuer: "考试中心" }],
    awards: [{ title: "国家奖学金", date: "2025-11-01" }],
    languages: [{ language: "维吾尔语", fluency: "母语" }],
    volunteer: [{ organization: "湖滨义工站", position: "队长" }],
  };
  const view = (language: "en" | "zh") =>
    drawn(
      <ResumeView resume={{ resume: FULL, attachment: "/v1/attachments/r/s?expires=1" }} renew={async () => null} />,
      language,
    );

  test("is shown with all that it holds, in both languages", () => {
    const { text, controls } = view("en");
    for (const words of [
      "实习生 · 2026-07 –",
      "独立完成夹具设计三套",
      "SolidWorks · AutoCAD",
      "焊接, 钳工 · 中级",
      "Projects",
    ])
      expect(text).toContain(words);
    for (const words of [
      "六轴机械臂",
      "逆解算法",
      "CET-6 · 考试中心 · 2025-12-01",
      "国家奖学金",
      "维吾尔语 · 母语",
      "队长",
    ])
      expect(text).toContain(words);
    expect(text).toContain("湖滨大学 · Bachelor · 机械工程 · 2027-06-30");
    expect(controls).toEqual(["open-pdf"]);
    expect(view("zh").text).toContain("项目经历 六轴机械臂");
    expect(view("zh").text).toContain("湖滨大学 · 本科 · 机械工程");
  });

  test("follows no address that runs something", () => {
    expect(view("en").html).not.toContain("javascript:");
  });

  test("of an odd shape is shown as far as it goes", () => {
    const odd = {
      basics: { name: 7, location: "Hangzhou", profiles: [null, "x"] },
      education: [null, "School"],
      work: "none",
    };
    const { text } = drawn(<ResumeView resume={{ resume: odd as never, attachment: null }} renew={async () => null} />);
    expect(text).toContain("School");
  });
});

describe("staff", () => {
  test("a link tells how many have joined and until when it is good", async () => {
    const link = { role: "recruiter", uses: 3, expires_at: "2026-12-01T10:00:00Z", state: "open", made_by: "hr" };
    hall.list("/v1/fairs/f/booths/o/staff-links", { ...link, id: "l1", used: 1 }, { ...link, id: "l2", used: 3 });
    const { text } = drawn(<CrewPart desk={await begun()} />);
    expect(text).toContain("1 of 3 joined");
    expect(text).toContain("Used up");
  });

  test("nobody yet", async () => {
    expect(drawn(<CrewPart desk={await begun()} />).text).toContain("Nobody has joined with a link yet.");
  });
});

describe("finding people", () => {
  test("without a job it says what to do first", async () => {
    hall.list("/v1/fairs/f/jobs");
    const desk = await begun();
    expect(drawn(<Seek desk={desk} toApplicants={() => undefined} />).text).toContain("Publish a job first.");
  });

  test("whom it contacted and whether they accepted, without names", async () => {
    const approach = { id: "x", card: "c", state: "declined", deadline: "2026-12-01", approached_at: "2026-11-30" };
    hall.list("/v1/jobs/j/approaches", approach);
    const desk = await begun();
    await desk.seeking.lookAt("j");
    const { text } = drawn(<Seek desk={desk} toApplicants={() => undefined} />);
    expect(text).toContain("People you contacted about this job");
    expect(text).toContain("Declined");
    expect(text).toContain("This card is now hidden");
  });
});
