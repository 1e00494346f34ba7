/** The words of all pages: both languages say the same things, each in its own way. */
import { expect, test } from "vitest";
import REASONS from "../../docs/reasons.json";
import { BOOTH } from "../src/desk/booth_words";
import { CREW } from "../src/desk/crew_words";
import { SEEK } from "../src/desk/seek_words";
import { DESK } from "../src/desk/words";
import { CARD } from "../src/me/card_words";
import { ROUND as OWN_ROUND } from "../src/me/round_words";
import { ME } from "../src/me/words";
import { FAIR } from "../src/organizer/fair_words";
import { FIGURES } from "../src/organizer/figures_words";
import { LISTS } from "../src/organizer/list_words";
import { ROUND } from "../src/organizer/round_words";
import { ORGANIZER } from "../src/organizer/words";
import { SCHEDULE } from "../src/page/schedule_words";
import { SEARCH } from "../src/search/words";
import { CHAT } from "../src/session/chat_words";
import { SESSION } from "../src/session/words";
import { reasonFor, TERMS, wordFor } from "../src/terms";
import { WORDS } from "../src/words";

const TABLES = {
  ...{ WORDS, TERMS, ME, CARD, OWN_ROUND, DESK, BOOTH, CREW, SEEK, SEARCH, SCHEDULE, SESSION, CHAT },
  ...{ ORGANIZER, FAIR, FIGURES, LISTS, ROUND },
};
const EACH = Object.entries(TABLES) as [string, { readonly en: object; readonly zh: object }][];

/** Each word by its path; what is made of parts is made of marks that show where they stand. */
function flat(words: object, path = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, word] of Object.entries(words)) {
    const at = path === "" ? name : `${path}.${name}`;
    if (typeof word === "string") found.set(at, word);
    else if (typeof word === "function") found.set(at, made(word as (...parts: unknown[]) => string));
    else for (const [key, text] of flat(word as object, at)) found.set(key, text);
  }
  return found;
}

/** A function of words, with ‹1›, ‹2› … for what it is given; a list where it joins one. */
function made(of: (...parts: unknown[]) => string): string {
  const marks = ["‹1›", "‹2›", "‹3›"];
  try {
    return of(...marks);
  } catch {
    return of("‹1›", ["‹2›"]);
  }
}

test.each(EACH)("%s has every word in both languages", (_name, { en, zh }) => {
  expect([...flat(zh).keys()].toSorted()).toEqual([...flat(en).keys()].toSorted());
});

test.each(EACH)("%s has no empty word", (_name, { en, zh }) => {
  for (const [at, text] of [...flat(en), ...flat(zh)]) expect([at, text.trim()]).not.toEqual([at, ""]);
});

test.each(EACH)("%s says in both languages what it is given", (_name, { en, zh }) => {
  const chinese = flat(zh);
  for (const [at, text] of flat(en)) {
    const marks = (words: string): string[] => [...new Set(words.match(/‹\d›/g))].toSorted();
    expect([at, marks(chinese.get(at) ?? "")]).toEqual([at, marks(text)]);
  }
});

/** Words that are the same in Chinese: names, formats, and what machines read. */
const NAMES =
  /Livefair|livefair demo|POST|\/v1\/fairs|CSV|PDF|MB|HLS|XLSX|Esc|Alt|EN|English|Switch to|zh-CN|fair|session|m3u8|‹\d›/g;

test.each(EACH)("%s has no English left in the Chinese words", (_name, { zh }) => {
  for (const [at, text] of flat(zh)) expect([at, text.replaceAll(NAMES, "").match(/[A-Za-z]+/g)]).toEqual([at, null]);
});

test.each(EACH)("%s has no Chinese in the English words", (_name, { en }) => {
  const own = new Set(["otherLanguage", "switchLanguage"]); // a language is offered in itself
  for (const [at, text] of flat(en)) if (!own.has(at)) expect([at, /[\u4e00-\u9fff]/.test(text)]).toEqual([at, false]);
});

/** Phrases that a native speaker would not write: fused relative clauses, the possessive of "one", inversions. */
const STILTED =
  /(^|[.;:,] )who (does|has|is|are|gets|applies|waits|accepts)\b(?![^.]*\?)|\bone's own\b|\bstand otherwise\b|\bfalls? free\b|\b(is|are) told\b|\btake away\b/i;

test.each(EACH)("%s is written in plain English", (_name, { en }) => {
  for (const [at, text] of flat(en)) expect([at, text, STILTED.exec(text)?.[0]]).toEqual([at, text, undefined]);
});

test.each(EACH)("%s uses the punctuation of each language", (_name, { en, zh }) => {
  for (const [at, text] of flat(en)) expect([at, / …|[，。：；？！]/.test(text)]).toEqual([at, false]);
  for (const [at, text] of flat(zh)) expect([at, /[\u4e00-\u9fff][,;?!]|\.\.\./.test(text)]).toEqual([at, false]);
});

test("a word that a newer server says is shown readably", () => {
  expect(wordFor(TERMS.zh.application, "on_hold")).toBe("on hold");
  expect(wordFor(TERMS.en.application, "hired")).toBe("Hired");
});

test("a reason is the domain's, a state that was met, or what somebody wrote", () => {
  expect(reasonFor(TERMS.en, "link_used_up")).toBe("This invitation link has been used up. Ask for a new one.");
  expect(reasonFor(TERMS.en, "application_withdrawn")).toContain("Withdrawn");
  expect(reasonFor(TERMS.zh, "application_withdrawn")).toContain("已撤回");
  expect(reasonFor(TERMS.en, "We chose somebody else.")).toBe("We chose somebody else.");
});

test("one and many are told apart in English", () => {
  expect([DESK.en.applications("1"), DESK.en.applications("2")]).toEqual(["1 application", "2 applications"]);
  expect([WORDS.en.places("1"), WORDS.en.places("0")]).toEqual(["1 position", "0 positions"]);
  expect(ORGANIZER.en.closeAsk("1")).toMatch(/^Close this job\?/);
  expect(ROUND.en.ask("1")).toContain("about 1 match immediately");
});

test("every reason that fair answers with has words in both languages", () => {
  for (const terms of [TERMS.en, TERMS.zh]) expect(REASONS.filter((reason) => !(reason in terms.reason))).toEqual([]);
});
