/** What a card says somebody looks for. */
import { expect, test } from "vitest";
import { formOf, listed, wantsOf } from "../../src/me/wants";

test("what is written in a line is a list, in either language's commas, each once", () => {
  expect(listed(" 杭州，宁波、 杭州, Hangzhou ;")).toEqual(["杭州", "宁波", "Hangzhou"]);
});

test("a card goes into its form and back; what is empty is not said", () => {
  const wants = { regions: ["杭州", "宁波"], employment_types: ["internship"] };
  expect(wantsOf(formOf(wants))).toEqual(wants);
  expect(wantsOf(formOf(undefined))).toEqual({});
});
