/** The console of the host, by the state of the session. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { Console } from "../../src/session/console";
import { SessionModel } from "../../src/session/model";
import type { Language } from "../../src/words";
import { type Drawn, drawn } from "../drawn";
import { Hall, pass, person } from "../hall";

const DROP = { id: "d1", job: "j1", number: 1, opened_at: "2026-11-30T09:55:00Z", applications: 4, waiting: 2 };
const SESSION = {
  ...{ id: "s", fair: "f", org: "o", host: "enterprise", title: "Show", starts_at: "2026-11-30T09:50:00Z" },
  ...{ state: "live", paused: false, drops: [], counters: {} },
  run_of_show: [{ job: "j1", minutes: 5, drop: "d1" }, { job: "j2", cap: 30 }, { job: "j1" }],
};

let hall: Hall;
beforeEach(() => {
  hall = new Hall().open();
  hall.on("GET /v1/fairs/f", { id: "f" }).list("/v1/fairs/f/jobs").list("/v1/sessions/s/questions");
  hall.list("/v1/sessions/s/comments").list("/v1/sessions/s/funnel");
  for (const id of ["j1", "j2"]) hall.on(`GET /v1/jobs/${id}`, { id, title: `Job ${id}`, headcount: 1 });
});
afterEach(() => hall.close());

async function consoleOf(changes: object, language: Language = "en"): Promise<Drawn> {
  hall.on("GET /v1/sessions/s", { ...SESSION, ...changes });
  const model = new SessionModel("s", person("enterprise", "o"), () => undefined);
  void model.start();
  await pass(2_000);
  const { stage } = model;
  if (stage === null) throw new Error("no stage");
  return drawn(<Console model={model} stage={stage} />, language);
}

test("before the start the plan can be edited, and nothing can be dropped", async () => {
  const { text, controls } = await consoleOf({ state: "scheduled" });
  expect(controls).toEqual(["start", "change-session"]);
  expect(text).toContain("You can drop jobs once the session has started.");
});

test("while it is live, the next job can be dropped and the session paused or ended", async () => {
  const { controls } = await consoleOf({});
  expect(controls).toEqual(["pause", "drop-next", "end"]);
});

test("while it is paused, nothing can be dropped until it resumes", async () => {
  const { text, controls } = await consoleOf({ paused: true });
  expect(controls).toEqual(["go-on", "end"]);
  expect(text).toContain("You cannot drop jobs while the session is paused.");
});

test("the run of show marks what was dropped and what is next", async () => {
  const { html, text } = await consoleOf({});
  expect([...html.matchAll(/data-turn="(\w+)"/g)].map(([, turn]) => turn)).toEqual(["past", "next", "later"]);
  expect(text).toContain("Job j1 5 min · dropped");
  expect(text).toContain("Job j2 ≤ 30");
});

test("a run of show that is over leaves the other jobs", async () => {
  const { controls } = await consoleOf({ run_of_show: [{ job: "j1", drop: "d1" }] });
  expect(controls).not.toContain("drop-next");
});

test("an empty run of show says what to do", async () => {
  expect((await consoleOf({ run_of_show: [] })).text).toContain("You can drop any of the jobs below.");
  expect((await consoleOf({ run_of_show: [] }, "zh")).text).toContain("清单中没有岗位，可在下方选择岗位投放。");
});

test("an open drop tells how many applied and wait, and can be pinned and closed", async () => {
  const { text, controls } = await consoleOf({ drops: [{ ...DROP, state: "open" }] });
  expect(text).toContain("4 applications · 2 waiting");
  expect(controls).toEqual(expect.arrayContaining(["pin", "close-drop"]));
  expect(controls).not.toContain("extend");
});

test("only a drop with a limit can be extended, and only upwards", async () => {
  const { html, controls } = await consoleOf({ drops: [{ ...DROP, state: "open", cap: 5 }] });
  expect(controls).toContain("extend");
  expect(html).toMatch(/name="extend"[^>]*min="6"/);
});

test("a closed drop is not on the console", async () => {
  const { html } = await consoleOf({ drops: [{ ...DROP, state: "closed" }] });
  expect(html).not.toContain("data-open");
});

test("a pinned job without an open drop can be unpinned", async () => {
  const { html, controls } = await consoleOf({ pinned: "j2" });
  expect(html).toContain('data-pinned="j2"');
  expect(controls).toContain("unpin");
});
