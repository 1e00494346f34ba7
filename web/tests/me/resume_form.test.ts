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
