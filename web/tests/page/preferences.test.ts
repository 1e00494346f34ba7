/** First choices, and words in both languages. */
import { expect, test } from "vitest";
import { firstLanguage, firstTheme } from "../../src/page/preferences";
import { WORDS } from "../../src/words";

test("a remembered language wins over the browser's", () => {
  expect([firstLanguage("en", "zh-CN"), firstLanguage(null, "zh-TW"), firstLanguage("xx", "fr")]).toEqual([
    "en",
    "zh",
    "en",
  ]);
});

test("colours follow the system unless one was chosen", () => {
  expect([firstTheme(null), firstTheme("dark"), firstTheme("pink")]).toEqual(["auto", "dark", "auto"]);
});

test("both languages have a word for everything", () => {
  const empty = Object.values(WORDS).flatMap((words) => Object.entries(words).filter(([, word]) => word === ""));
  expect([empty, Object.keys(WORDS.zh)]).toEqual([[], Object.keys(WORDS.en)]);
});
