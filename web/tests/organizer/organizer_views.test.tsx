/** What an organizer reads of lists, rounds and steps. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { Booths } from "../../src/organizer/booths";
import { Rest, States } from "../../src/organizer/found";
import { Organizer } from "../../src/organizer/model";
import { Round } from "../../src/organizer/round";
import { Steps } from "../../src/organizer/steps";
import type { Fair, FairState } from "../../src/wire/api/fairs";
import { drawn } from "../drawn";
import { Hall, pass, person, refusal } from "../hall";

const fair = (state: FairState): Fair => ({
  ...{ id: "f", org: "unit", title: "Fair", host: "Unit", state },
  ...{ starts_at: "2026-11-30T00:00:00Z", ends_at: "2026-12-02T00:00:00Z" },
});
const BOOTH = {
  org: "o",
  name: "Yunqi",
  state: "requested",
  nature: "private",
  industry: "Software",
  created_at: "2026-11-30T09:00:00Z",
};

let hall: Hall;
beforeEach(() => {
  hall = new Hall().open();
  hall.on("GET /v1/fairs/f", fair("open")).list("/v1/fairs/f/jobs").list("/v1/fairs/f/sessions");
  hall.on("GET /v1/fairs/f/booths", { items: [BOOTH], counts: { requested: 1, approved: 20 }, next_cursor: "more" });
  hall.on("GET /v1/fairs/f/closing-round", { students: 9, jobs: 4, places: 1_200, matches: 3 });
});
afterEach(() => hall.close());

async function begun(): Promise<Organizer> {
  const model = new Organizer(person("organizer", "unit"), "f", () => undefined);
  void model.start();
  await pass(1_000);
  return model;
}

test("booths that wait are listed with what they say of themselves, and more of them are offered", async () => {
  const { text, controls } = drawn(<Booths model={await begun()} />);
  expect(text).toContain("Yunqi Waiting for approval Private · Software");
  expect(controls).toContain("list-more");
});

test("states tell how many there are, and all together", async () => {
  const model = await begun();
  const view = drawn(
    <States list={model.booths} states={["requested", "approved", "refused"]} kinds={{ requested: "Waiting" }} />,
  );
  expect(view.text).toBe("Waiting 1 approved 20 refused 0 All 21");
  expect(view.html).toMatch(/aria-pressed="true"[^>]*data-state-tab="requested"/);
});

test("an empty list says why it is empty: loading, failed, nothing", async () => {
  hall.list("/v1/fairs/f/booths");
  const model = new Organizer(person("organizer", "unit"), "f", () => undefined);
  const rest = (): string => drawn(<Rest list={model.booths} none="No requests are waiting." />).text;
  expect(rest()).toBe("Loading…");
  void model.start();
  await pass(1_000);
  expect(rest()).toBe("No requests are waiting.");
  hall.on("GET /v1/fairs/f/booths", () => refusal(503));
  model.booths.filter({ q: "x" });
  await pass(1_000);
  expect(rest()).toBe("The list could not be loaded. Retrying…");
});

test.each<[FairState, boolean]>([
  ["scheduled", false],
  ["open", true],
  ["closing", true],
  ["closed", false],
])("whether a round can be previewed while the fair is %s", async (state, can) => {
  const { text, controls } = drawn(<Round model={await begun()} fair={fair(state)} />);
  expect(controls.includes("try-round")).toBe(can);
  expect(text.includes("You can hold a round while the fair is open or closing.")).toBe(!can);
});

test("the latest round in numbers, and no way to hold one before it was previewed", async () => {
  const { text, controls } = drawn(<Round model={await begun()} fair={fair("open")} />);
  expect(text).toContain("Latest round Students taking part 9 Jobs 4 Places available 1,200 Matches 3");
  expect(controls).toEqual(["try-round"]);
});

test("no round yet", async () => {
  hall.on("GET /v1/fairs/f/closing-round", () => refusal(404));
  const { text } = drawn(<Round model={await begun()} fair={fair("open")} />, "zh");
  expect(text).toContain("尚未举办过。");
});

test.each<[FairState, readonly string[]]>([
  ["draft", ["Publish"]],
  ["scheduled", ["Open"]],
  ["open", ["Pause", "Start closing", "Close"]],
  ["paused", ["Resume"]],
  ["closing", ["Close"]],
  ["closed", ["Reopen", "Archive"]],
])("from %s the steps are among %j", async (state, steps) => {
  const { text } = drawn(<Steps model={await begun()} fair={fair(state)} />);
  for (const step of steps) expect(text).toContain(step);
});

test("an archived fair does not move", async () => {
  expect(drawn(<Steps model={await begun()} fair={fair("archived")} />).controls).toEqual([]);
});
