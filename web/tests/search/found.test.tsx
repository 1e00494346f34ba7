/** What a search says it found, its filters with counts, and what would find something where nothing was found. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { Filters, Sort } from "../../src/search/filters";
import { Found } from "../../src/search/found";
import { FoundIn, JobFacts, Marked } from "../../src/search/marked";
import { SORTS } from "../../src/search/query";
import type { Facets, Findings, Query } from "../../src/wire/api/asking";
import type { Job } from "../../src/wire/api/jobs";
import { type Drawn, drawn } from "../drawn";
import { Hall } from "../hall";

let hall: Hall;
beforeEach(() => {
  hall = new Hall().open();
});
afterEach(() => hall.close());

const FACETS: Facets = {
  region: [
    { value: "杭州", count: 1_200 },
    { value: "上海", count: 3 },
  ],
  degree: [{ value: "bachelor", count: 7 }],
  pay: [
    { value: "0-3000", count: 1 },
    { value: "8000-12000", count: 4 },
    { value: "30000-", count: 2 },
  ],
  industry: [],
  employment_type: [{ value: "full_time", count: 5 }],
};
const nothing = (): void => undefined;
const found = (findings: Findings, shown: number, chosen: Query = {}, query = "", instead = ""): Drawn =>
  drawn(<Found {...{ query, chosen, findings, shown, instead }} none="None yet." search={nothing} change={nothing} />);

test("the number of matches is announced politely, also as a lower bound", () => {
  const { html, text } = found({ matches: 1_234 }, 20);
  expect(html).toContain('role="status"');
  expect(text).toBe("1,234 jobs");
  expect(found({ matches: 1 }, 1).text).toBe("1 job");
  expect(found({ matches: 10_000, facets_at_least: true }, 20).text).toBe("At least 10,000 jobs");
  expect(found({}, 0, {}, "", "Loading…").text).toBe("Loading…");
});

test("where words find nothing, the suggestion is one press away", () => {
  const { text, controls } = found({ matches: 0, suggestion: "welder" }, 0, {}, "weldr");
  expect(text).toContain("No jobs found. Did you mean “welder”?");
  expect(text).toContain("Try fewer or different words.");
  expect(controls).toEqual(["suggestion"]);
  expect(found({ matches: 0 }, 0).text).toBe("None yet.");
});

test("where filters leave nothing, each that keeps jobs out can be removed", () => {
  const chosen = { region: "拉萨", degree: "bachelor" };
  const { html, text } = found({ matches: 0, facets: { ...FACETS, degree: [] } }, 0, chosen);
  expect(text).toContain("Without “拉萨” (1,203)");
  expect(html).not.toContain('data-without="degree"');
});

test("filters show their values with counts; a value that is set can be removed, though it has no jobs", () => {
  const { html, text } = drawn(<Filters chosen={{ region: "拉萨", pay: "0-3000" }} facets={FACETS} change={nothing} />);
  expect(text).toContain("拉萨 0 杭州 1,200 上海 3");
  expect(text).toContain("below 3,000 1 8,000–12,000 4 30,000 or more 2");
  expect(text).toContain("More filters Type Full time 5");
  expect(html).toMatch(/aria-pressed="true"[^>]*data-value="拉萨"|data-value="拉萨"[^>]*aria-pressed="true"/);
  expect(html).toContain('aria-label="Remove the filter “below 3,000”"');
  expect(html).not.toContain('data-facet="industry"');
});

test("Chinese names of filters are those of the page's language", () => {
  const { text } = drawn(<Filters chosen={{}} facets={FACETS} change={nothing} />, "zh");
  for (const name of ["城市", "学历", "本科 7", "月薪", "3,000 以下 1", "30,000 以上 2", "更多筛选"])
    expect(text).toContain(name);
});

test("further filters are open where one of them is set", () => {
  const open = (chosen: Query): boolean =>
    /<details[^>]* open/.test(drawn(<Filters chosen={chosen} facets={FACETS} change={nothing} />).html);
  expect([open({}), open({ employment_type: "full_time" })]).toEqual([false, true]);
});

test("the order of a list without a choice is by relevance", () => {
  expect(drawn(<Sort sorts={SORTS} chosen={{}} change={nothing} />).text).toBe(
    "Sort by Best match Newest first Highest pay first",
  );
});

const JOB: Job = {
  ...{ id: "j", fair: "f", org: "o", title: "<i>Java</i>", enterprise: "云栖", region: "杭州", headcount: 1 },
  description: "Writes\nJava",
};

test("matches are marked as elements, and markup in a text is shown as text", () => {
  const { html } = drawn(<Marked text={JOB.title} ranges={[[3, 7]]} />);
  expect(html).toBe("&lt;i><mark>Java</mark>&lt;/i>");
  const job = { ...JOB, highlights: { enterprise: [[0, 2]], region: [[0, 1]] } } as const;
  const facts = drawn(<JobFacts job={job} more={["1 place"]} />).html;
  expect(facts).toBe("<bdi><mark>云栖</mark></bdi> · <bdi>1 place</bdi> · <bdi><mark>杭</mark>州</bdi>");
});

test("a job that was found by its description shows where", () => {
  const marked = (highlights: Job["highlights"]): string =>
    drawn(<FoundIn job={highlights ? { ...JOB, highlights } : JOB} />).html;
  expect(marked({ description: [[7, 11]] })).toContain("Writes <mark>Java</mark>");
  expect([marked({ title: [[3, 7]], description: [[7, 11]] }), marked(undefined)]).toEqual(["", ""]);
});
