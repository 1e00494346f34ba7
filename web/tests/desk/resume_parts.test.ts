/** A resume as it is read: nothing of it is left out. */
import { expect, test } from "vitest";
import { linkOf, sectionsOf, textOf } from "../../src/desk/resume_parts";

const RESUME = {
  basics: { name: "A" },
  meta: { version: "v1" },
  skills: [
    { name: "CAD", keywords: ["SolidWorks", "AutoCAD"] },
    { name: "焊接, 钳工", level: "中级" },
  ],
  education: [{ institution: "湖滨大学", studyType: "Bachelor", area: "机械工程", endDate: "2027-06-30" }],
  work: [
    { name: "云栖", position: "实习生", startDate: "2026-07", highlights: ["夹具设计"], url: "https://example.org/y" },
    { name: "Yunqi", startDate: "2020-09", endDate: "2021", summary: "Night shifts.", location: "Hangzhou" },
  ],
  projects: [{ name: "六轴机械臂", description: "省级竞赛一等奖作品", highlights: ["逆解算法"], keywords: ["ROS"] }],
  certificates: [{ name: "CET-6", date: "2025-12-01", issuer: "考试中心" }],
  awards: [{ title: "国家奖学金", date: "2025-11-01" }, {}],
  languages: [{ language: "维吾尔语", fluency: "母语" }],
  volunteer: [{ organization: "湖滨义工站", position: "队长" }],
  references: [],
  hobby: { chess: true, elo: 1800 },
};

test("sections come in the order in which they are read, empty ones do not, and unknown ones come last", () => {
  const names = [
    "education",
    "work",
    "projects",
    "skills",
    "languages",
    "certificates",
    "awards",
    "volunteer",
    "hobby",
  ];
  expect(sectionsOf(RESUME).map(({ name }) => name)).toEqual(names);
});

test("each entry has its facts in one line, and all of its texts, points and keywords", () => {
  const of = (name: string) => sectionsOf(RESUME).find((one) => one.name === name)?.entries;
  expect(of("work")).toEqual([
    { line: "云栖 · 实习生 · 2026-07 –", texts: [], points: ["夹具设计"], keywords: [], url: "https://example.org/y" },
    { line: "Yunqi · Hangzhou · 2020-09 – 2021", texts: ["Night shifts."], points: [], keywords: [], url: null },
  ]);
  expect(of("projects")).toEqual([
    { line: "六轴机械臂", texts: ["省级竞赛一等奖作品"], points: ["逆解算法"], keywords: ["ROS"], url: null },
  ]);
  expect(of("skills")?.map(({ line, keywords }) => [line, ...keywords])).toEqual([
    ["CAD", "SolidWorks", "AutoCAD"],
    ["焊接, 钳工 · 中级"],
  ]);
  expect(of("education")?.[0]?.line).toBe("湖滨大学 · Bachelor · 机械工程 · 2027-06-30");
  expect(of("certificates")?.[0]?.line).toBe("CET-6 · 考试中心 · 2025-12-01");
  expect(of("awards")).toHaveLength(1);
  expect(of("hobby")?.[0]?.texts).toEqual(["true", "1800"]);
});

test.each([
  ["https://example.org/cv", "https://example.org/cv"],
  ["javascript:alert(1)", null],
  ["//example.org", null],
  ["https://", null],
  [7, null],
])("the address %s may be followed: %s", (value, link) => {
  expect(linkOf(value)).toBe(link);
});

test("whatever a document holds becomes text", () => {
  expect([" a ", 7, true, null, ["a", 1], { x: "a", y: { z: "b" } }].map(textOf)).toEqual([
    ...["a", "7", "true", "", "a, 1", "a · b"],
  ]);
});

test("a section that is no list is read as its only entry", () => {
  expect(sectionsOf({ awards: "Prize" as never }).map(({ entries }) => entries[0]?.line)).toEqual(["Prize"]);
});
