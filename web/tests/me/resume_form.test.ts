/** The form and the document. */
import { expect, test } from "vitest";
import { documentOf, formOf } from "../../src/me/resume_form";

const FORM = {
  ...{
    name: " 林晓雨 ",
    email: "a@b.cn",
    phone: "",
    region: "浙江",
    institution: "浙工大",
    degree: "Bachelor",
    major: "统计学",
  },
  ...{ graduation: "2027-06", skills: "SQL，Python、 R", summary: "" },
};

test("what is empty is left out", () => {
  const document = documentOf(FORM, undefined);
  expect(document.basics).toEqual({ name: "林晓雨", email: "a@b.cn", location: { region: "浙江" } });
  expect(document.skills).toEqual([{ name: "SQL" }, { name: "Python" }, { name: "R" }]);
});

test("the form gives back what it was given", () => {
  expect(formOf(documentOf(FORM, undefined))).toEqual({ ...FORM, name: "林晓雨", skills: "SQL, Python, R" });
});

test("what the form does not know stays in the document", () => {
  const before = {
    basics: { name: "Old", label: "Analyst", location: { city: "杭州" } },
    education: [{ area: "Old", score: "3.9" }, { area: "Second" }],
    skills: [{ name: "SQL", level: "Master" }, { name: "Gone" }],
    awards: [{ title: "Prize" }],
  };
  const document = documentOf(FORM, before);
  expect(document.basics).toMatchObject({ label: "Analyst", location: { city: "杭州", region: "浙江" } });
  expect(document.education).toEqual([
    { area: "统计学", score: "3.9", institution: "浙工大", studyType: "Bachelor", endDate: "2027-06" },
    { area: "Second" },
  ]);
  expect(document.skills?.[0]).toEqual({ name: "SQL", level: "Master" });
  expect(document.awards).toEqual([{ title: "Prize" }]);
});

test("what is cleared goes", () => {
  expect(documentOf({ ...FORM, email: "" }, { basics: { email: "old@b.cn" } }).basics).not.toHaveProperty("email");
});

/** A resume as other tools write it, with much that the form does not show. */
const FULL = {
  $schema: "https://example.org/schema.json",
  basics: { name: "阿依努尔·买买提", email: "a@example.org", phone: 571, location: { city: "杭州" }, profiles: [] },
  education: [
    { institution: "湖滨大学", studyType: "Bachelor", area: "机械工程", endDate: "2027-06-30" },
    { institution: "湖滨中学", endDate: "2023" },
  ],
  work: [{ name: "云栖精密机械", startDate: "2020-09", highlights: ["夹具设计"] }],
  skills: [
    { name: "CAD", keywords: ["SolidWorks", "AutoCAD"] },
    { name: "焊接, 钳工", level: "中级" },
    { keywords: ["nameless"] },
  ],
  projects: [{ name: "六轴机械臂", highlights: ["逆解算法"] }],
  volunteer: [{ organization: "湖滨义工站" }],
  hobby: { chess: true },
};
const clone = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

test.each([
  FULL,
  {},
  { basics: {} },
  { education: [] },
  { basics: { name: " A ", summary: "" }, skills: [{ name: "a, b" }] },
])("the form of %o, saved unchanged, changes nothing", (document) => {
  const before = clone(document);
  expect(documentOf(formOf(document), document)).toBe(document);
  expect(document).toEqual(before);
});

test("what is changed changes alone", () => {
  const after = documentOf({ ...formOf(FULL), email: "b@example.org" }, FULL);
  expect(after).toEqual({ ...FULL, basics: { ...FULL.basics, email: "b@example.org" } });
  const later = documentOf({ ...formOf(FULL), graduation: "2027-09" }, FULL);
  expect(later).toEqual({ ...FULL, education: [{ ...FULL.education[0], endDate: "2027-09" }, FULL.education[1]] });
});

test.each([
  ["added", "CAD, 焊接, 钳工, PLC", [FULL.skills[0], FULL.skills[1], { name: "PLC" }, FULL.skills[2]]],
  ["removed", "焊接, 钳工", [FULL.skills[1], FULL.skills[2]]],
  ["moved", "焊接, 钳工；CAD", [FULL.skills[1], FULL.skills[0], FULL.skills[2]]],
  ["renamed", "CADs, 焊接, 钳工", [{ name: "CADs" }, FULL.skills[1], FULL.skills[2]]],
  ["all gone", "", [FULL.skills[2]]],
])("one skill %s: the others keep their level, their keywords and their names whole", (_what, skills, expected) => {
  expect(documentOf({ ...formOf(FULL), skills }, FULL).skills).toEqual(expected);
});

test("a cleared place takes the city, which the form shows, with it", () => {
  expect(documentOf({ ...formOf(FULL), region: "" }, FULL).basics).not.toHaveProperty("location");
});

test("an emptied form of one study leaves the others", () => {
  const form = { ...formOf(FULL), institution: "", degree: "", major: "", graduation: "" };
  expect(documentOf(form, FULL).education).toEqual([FULL.education[1]]);
});

test("no study and no skill is none, not an empty one", () => {
  const form = { ...formOf(undefined), name: "A" };
  expect(documentOf(form, undefined)).toEqual({ basics: { name: "A" } });
});
