/** Searching cards, and contacting the people behind them. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { Office } from "../../src/desk/office";
import { NOTHING_SOUGHT, Seeking } from "../../src/desk/seeking";
import { type Asked, Hall, pass, person } from "../hall";

const CARDS = "/v1/fairs/f/cards";
let hall: Hall;
let seeking: Seeking;

beforeEach(() => {
  hall = new Hall().open();
  hall.on(`GET ${CARDS}`, ({ query }: Asked) =>
    query.cursor === undefined
      ? { items: [{ id: `card for ${query.degree ?? "all"}` }], next_cursor: "more" }
      : { items: [{ id: "another" }], next_cursor: null },
  );
  hall.list("/v1/jobs/j/approaches", { id: "old" }, { id: "new" });
  const office = new Office(person("enterprise", "o"), "f");
  office.open("");
  seeking = new Seeking(office, () => undefined);
});
afterEach(() => hall.close());

const cards = (): string[] => seeking.state.cards.map(({ id }) => id);

test("a search sends only what was asked for", async () => {
  await seeking.search({ ...NOTHING_SOUGHT, degree: "master" });
  expect(hall.reads(CARDS)[0]?.query).toEqual({ degree: "master", limit: "20" });
  expect([cards(), seeking.state.cursor]).toEqual([["card for master"], "more"]);
});

test("more cards come below the first ones, until there are no more", async () => {
  await seeking.search(NOTHING_SOUGHT);
  await seeking.more();
  expect([cards(), seeking.state.cursor]).toEqual([["card for all", "another"], null]);
  expect(hall.reads(CARDS).at(-1)?.query.cursor).toBe("more");
});

test("an answer to an older search is not shown", async () => {
  let end = (): void => undefined;
  const slow = new Promise<void>((done) => (end = done));
  hall.on(`GET ${CARDS}`, async ({ query }: Asked) => {
    if (query.degree === "bachelor") await slow;
    return { items: [{ id: query.degree }] };
  });
  const first = seeking.search({ ...NOTHING_SOUGHT, degree: "bachelor" });
  await seeking.search({ ...NOTHING_SOUGHT, degree: "doctorate" });
  end();
  await first;
  expect(cards()).toEqual(["doctorate"]);
});

test("neither is a further page of it", async () => {
  await seeking.search(NOTHING_SOUGHT);
  const more = seeking.more();
  await seeking.search({ ...NOTHING_SOUGHT, degree: "master" });
  await more;
  expect(cards()).toEqual(["card for master"]);
});

test("a press for more, twice, brings a page once", async () => {
  await seeking.search(NOTHING_SOUGHT);
  await Promise.all([seeking.more(), seeking.more()]);
  expect(cards()).toEqual(["card for all", "another"]);
});

test("for a job it shows whom the enterprise contacted, the newest first", async () => {
  await seeking.lookAt("j");
  expect(seeking.state.approaches.map(({ id }) => id)).toEqual(["new", "old"]);
});

test("without a job no approaches are read", async () => {
  await seeking.read();
  expect(hall.asked.map(({ path }) => path)).toEqual([CARDS]);
});

test("another job begins without the approaches of the one before", async () => {
  await seeking.lookAt("j");
  seeking.choose("j");
  expect(seeking.state.approaches.length).toBe(2);
  seeking.choose("k");
  expect([seeking.state.job, seeking.state.approaches]).toEqual(["k", []]);
});

test("approaches of a job that is not looked at any more are not shown", async () => {
  seeking.choose("j");
  const reading = seeking.readApproaches();
  seeking.choose("k");
  await reading;
  expect(seeking.state.approaches).toEqual([]);
});

test("contacting somebody names the job, and the cards are read again after the outcome", async () => {
  await seeking.lookAt("j");
  await seeking.approach("card", { message: "Hello" });
  await pass();
  expect(hall.writes).toMatchObject([{ path: `${CARDS}/card/approach`, body: { job: "j", message: "Hello" } }]);
  expect(hall.reads(CARDS).at(-1)?.query.after).toBe("livefair.fairs:0:w1");
  expect(hall.reads("/v1/jobs/j/approaches").at(-1)?.query.after).toBe("livefair.fairs:0:w1");
});

test("words are asked for with where they stand; where nobody is found the nearest ones are kept", async () => {
  hall.on(`GET ${CARDS}`, ({ query }: Asked) =>
    query.q === "mathmatics" ? { items: [], suggestion: "mathematics" } : { items: [{ id: "found" }] },
  );
  await seeking.search({ ...NOTHING_SOUGHT, q: "mathmatics" });
  expect(hall.reads(CARDS)[0]?.query).toEqual({ q: "mathmatics", highlights: "true", limit: "20" });
  expect(seeking.state.suggestion).toBe("mathematics");
  await seeking.search({ ...NOTHING_SOUGHT, q: "mathematics" });
  expect([seeking.state.suggestion, cards()]).toEqual([null, ["found"]]);
});
