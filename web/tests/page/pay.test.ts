/** What a job asks and gives. */
import { expect, test } from "vitest";
import { conditions, pay } from "../../src/page/pay";
import { TERMS } from "../../src/terms";

const salary = { min: 9000, max: 15000, period: "month", currency: "CNY" };

test("pay in the viewer's words", () => {
  expect(pay(salary, TERMS.zh, "zh-CN")).toMatch(/9,000.*15,000\/月/);
  expect(pay({ ...salary, min: 15000 }, TERMS.en, "en-GB")).toMatch(/15,000 a month$/);
});

test("what is not said is left out", () => {
  const job = {
    id: "",
    fair: "",
    org: "",
    title: "",
    headcount: 1,
    region: "杭州",
    degree: "bachelor",
    majors: ["统计学", "数学"],
  };
  expect(conditions(job, TERMS.zh, "zh-CN")).toEqual(["杭州", "本科", "统计学、数学"]);
});
