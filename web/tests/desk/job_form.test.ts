/** A job as it is written. */
import { expect, test } from "vitest";
import { amended, EMPTY, fieldsOf, formOf, published } from "../../src/desk/job_form";

const FORM = { ...EMPTY, title: " 数据分析师 ", headcount: "2", majors: "统计学、数学", min: "9000", max: "15000" };
const JOB = { id: "j", fair: "f", org: "o", title: "数据分析师", headcount: 2, region: "杭州", degree: "bachelor" };

test("a new job has only the fields that are filled in", () => {
  expect(published(fieldsOf(FORM, "CNY"))).toEqual({
    title: "数据分析师",
    headcount: 2,
    employment_type: "full_time",
    degree: "any",
    majors: ["统计学", "数学"],
    salary: { min: 9000, max: 15000, period: "month", currency: "CNY" },
  });
});

test("pay with one end has two that are the same", () => {
  expect(fieldsOf({ ...FORM, max: "" }, "CNY").salary).toMatchObject({ min: 9000, max: 9000 });
  expect(fieldsOf({ ...FORM, min: "", max: "" }, "CNY").salary).toBeNull();
});

test("an amendment names what changed; what is cleared is null", () => {
  expect(amended(fieldsOf({ ...formOf(JOB), headcount: "3", region: "" }, "CNY"), JOB)).toEqual({
    headcount: 3,
    region: null,
  });
  expect(amended(fieldsOf(formOf(JOB), "CNY"), JOB)).toEqual({});
});
