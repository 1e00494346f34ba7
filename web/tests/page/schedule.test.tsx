/** The sessions of a fair, and who may change one. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { Schedule } from "../../src/page/schedule";
import type { Person } from "../../src/signed_in";
import type { Session } from "../../src/wire/api/sessions";
import { drawn } from "../drawn";
import { Hall, person } from "../hall";

let hall: Hall;
beforeEach(() => (hall = new Hall().open()));
afterEach(() => hall.close());

const HOST = person("enterprise", "o");
const session = (more: Partial<Session>): Session => ({
  ...{ id: "s", fair: "f", org: "o", host: "enterprise", title: "Morning show", starts_at: "2026-12-01T10:00:00Z" },
  ...{ state: "scheduled", paused: false, run_of_show: [], drops: [], counters: {}, ...more },
});
const nothing = async (): Promise<void> => undefined;
const schedule = (sessions: readonly Session[], who: Person = HOST) => (
  <Schedule person={who} sessions={sessions} jobs={[]} plan={nothing} amend={nothing} />
);

test("without sessions it says so and offers to plan one", () => {
  const { text, controls } = drawn(schedule([]));
  expect(text).toContain("No sessions are planned yet.");
  expect(controls).toEqual(["plan"]);
});

test("a session is named with its state and how many jobs were dropped, and leads to its page", () => {
  const { html, text } = drawn(schedule([session({ state: "live", paused: true })]));
  expect(html).toContain('href="/live?session=s"');
  expect(text).toContain("Morning show Paused");
  expect(text).toContain("0 drops");
});

test.each<[string, Partial<Session>, Person, boolean]>([
  ["its host, before it starts", {}, HOST, true],
  ["its host, once it runs", { state: "live" }, HOST, false],
  ["another enterprise", {}, person("enterprise", "another"), false],
  ["an organizer whose session it is not", {}, person("organizer", "o"), false],
])("whether %s may change it", (_name, more, who, may) => {
  expect(drawn(schedule([session(more)], who)).controls.includes("change-session")).toBe(may);
});
