/** The fair's figures as rows. */
import { expect, test } from "vitest";
import { breakdownRows, funnelRows, unfilledJobs, unfilledOrgs, type Wording } from "../../src/organizer/figures_rows";
import { span } from "../../src/page/span";
import { TERMS } from "../../src/terms";
import type { Funnel, Report } from "../../src/wire/api/report";

const SAID: Wording = {
  locale: "en-GB",
  degrees: TERMS.en.degree,
  words: { total: "All", unsaid: "not said" } as Wording["words"],
};
const funnel = (applications: number, median_s: number | null): Funnel => ({
  ...{ applications, viewed: 4, shortlisted: 3, invited: 2, accepted: 1, hired: 0, refused: 1, withdrawn: 1 },
  ...{ declined: 0, expired: 0, answered: 4, median_s, p90_s: null },
});
const PLACES = { headcount: 3, matches: 1, unfilled: 2 };
const REPORT: Report = {
  ...{ as_of: "", total: funnel(1_200, 720), by_industry: [], by_region: [] },
  by_enterprise: [{ ...funnel(1_200, 720), org: "org-1", enterprise: null }],
  by_degree: [
    { ...funnel(9, null), value: "bachelor" },
    { ...funnel(1, null), value: null },
  ],
  unfilled: {
    ...PLACES,
    by_enterprise: [
      { ...PLACES, org: "org-1", enterprise: "One" },
      { ...PLACES, unfilled: 0, org: "org-2", enterprise: "Two" },
    ],
    jobs: [{ ...PLACES, job: "j", title: "Analyst", enterprise: null, applications: 5 }],
    jobs_left_out: 0,
  },
};

test("all together stand above the groups, each under its name", () => {
  expect(funnelRows(REPORT, "enterprise", SAID)).toEqual([
    ["All", "1,200", "4", "3", "2", "1", "0", "1", "1", span(720, "en-GB"), "–"],
    ["org-1", "1,200", "4", "3", "2", "1", "0", "1", "1", span(720, "en-GB"), "–"],
  ]);
  expect(funnelRows(REPORT, "degree", SAID).map(([name]) => name)).toEqual(["All", "Bachelor", "not said"]);
});

test("a fair without an application has no rows", () => {
  expect(funnelRows({ ...REPORT, total: { ...funnel(0, null), withdrawn: 0 } }, "region", SAID)).toEqual([]);
});

test("only enterprises with places left are told", () => {
  expect(unfilledOrgs(REPORT, SAID)).toEqual([["One", "3", "1", "2"]]);
  expect(unfilledJobs(REPORT, SAID)).toEqual([["Analyst", "–", "5", "3", "1", "2"]]);
});

test("the public breakdown says its cells' names as people do", () => {
  const told = {
    by: "degree",
    received: 30,
    withheld_below: 10,
    cells: [{ value: "master", applications: 20 }],
  } as const;
  expect(breakdownRows(told, SAID)).toEqual([["Master", "20"]]);
});
