/** Fairs as their rooms tell them, and what is known of their rules. */
import { expect, test } from "vitest";
import { givenUp, responseTime, restated, unlearned, withFair } from "../../src/me/fairs";
import type { OwnApplication } from "../../src/wire/api/applications";
import type { Fair } from "../../src/wire/api/fairs";
import type { Item } from "../../src/wire/room";

const FAIRS: readonly Fair[] = [{ id: "f", title: "", host: "", state: "open", starts_at: "", ends_at: "" }];
const item = (event: string): Item => ({ event, event_id: event, at: "", data: { fair: "f" } });

test("the newest word on the fair counts, and nothing else does", () => {
  expect(restated(FAIRS, [item("FairOpened"), item("FairPaused"), item("JobPublished")])[0]?.state).toBe("paused");
  expect(restated(FAIRS, [item("FairOpened"), item("FairSessionEnded")])).toBe(FAIRS);
  expect(restated(FAIRS, [])).toBe(FAIRS);
});

const named = (id: string, more: Partial<Fair> = {}): Fair => ({ ...FAIRS[0]!, id, ...more });

test("a fair that is read again takes its place, another one comes last", () => {
  const fairs = [named("a"), named("b")];
  expect(withFair(fairs, named("a", { title: "new" })).map(({ id, title }) => id + title)).toEqual(["anew", "b"]);
  expect(withFair(fairs, named("c")).map(({ id }) => id)).toEqual(["a", "b", "c"]);
});

test("what is not known, or may still change, is to be read once", () => {
  expect(unlearned([named("a"), named("b", { state: "scheduled" })], ["a", "b", "c", "c"])).toEqual(["b", "c"]);
});

test("an acceptance gives up the other open invitations of that fair, where its rule is so", () => {
  const one = (id: string, fair: string, state: string): OwnApplication => ({ id, fair, state }) as OwnApplication;
  const all = [
    one("1", "f", "invited"),
    one("2", "f", "invited"),
    one("3", "f", "shortlisted"),
    one("4", "g", "invited"),
  ];
  expect(givenUp(all[0]!, all, named("f", { offers: "release" })).map(({ id }) => id)).toEqual(["2"]);
  expect(givenUp(all[0]!, all, named("f", { offers: "keep" }))).toEqual([]);
  expect(givenUp(all[0]!, all, undefined)).toEqual([]);
});

test("how fast an enterprise answers is its booth's", () => {
  const fair = named("f", {
    booths: [
      { org: "o", name: "", response_time_s_median: 60 },
      { org: "p", name: "" },
    ],
  });
  expect([responseTime(fair, "o"), responseTime(fair, "p"), responseTime(undefined, "o")]).toEqual([
    60,
    undefined,
    undefined,
  ]);
});
