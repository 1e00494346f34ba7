/** The search in an address: what is shown can be read from it again, and nothing else gets in. */
import { expect, test } from "vitest";
import { chosenIn, isSameSearch, isTyping, NO_SEARCH, searchIn, withParams } from "../../src/search/query";

const SEARCH = {
  ...NO_SEARCH,
  q: "数据 & more",
  region: "杭州",
  degree: "bachelor",
  pay: "8000-12000",
  sort: "newest",
};

test("an address gives back the search that was written to it, and keeps its other parameters", () => {
  const address = withParams("?fair=f&x=1", SEARCH);
  const params = new URLSearchParams(address);
  expect(searchIn(params)).toEqual(SEARCH);
  expect([params.get("fair"), params.get("x")]).toEqual(["f", "1"]);
  expect(withParams(address, NO_SEARCH)).toBe("?fair=f&x=1");
});

test("no parameters leave no question mark", () => {
  expect(withParams("?q=a", { q: " " })).toBe("");
});

test.each(["degree=professor", "employment_type=x", "pay=1-2", "sort=oldest", "q=%20", "region="])(
  "%s is no search, so a damaged link still shows jobs",
  (search) => {
    expect(searchIn(new URLSearchParams(search))).toEqual(NO_SEARCH);
  },
);

test("a text in an address is no longer than the server takes", () => {
  expect(searchIn(new URLSearchParams({ q: "a".repeat(300) })).q).toHaveLength(200);
});

test("two addresses with the same parameters are the same in whatever order", () => {
  expect(isSameSearch("?a=1&q=%E6%95%B0", "?q=数&a=1")).toBe(true);
  expect(isSameSearch("?a=1", "?a=2")).toBe(false);
});

test("typing changes the words and nothing else", () => {
  expect(isTyping({ q: "a" }, { q: "ab", region: null })).toBe(true);
  expect(isTyping({ q: "a" }, { q: "ab", region: "杭州" })).toBe(false);
  expect(isTyping({ q: "a" }, { q: "a", sort: "pay" })).toBe(false);
});

test("filters are listed in the order of the page", () => {
  expect(chosenIn({ pay: "0-3000", region: "杭州", sort: "pay", q: "a" })).toEqual([
    ["region", "杭州"],
    ["pay", "0-3000"],
  ]);
});
