/** Who may apply again, by the table of the contract. */
import { expect, test } from "vitest";
import { mayApplyAgain } from "../../src/wire/again";

const drop = { id: "d", place: 3 };

test.each([
  ["withdrawn", undefined, true],
  ["withdrawn", { ...drop, admitted: true }, true],
  ["refused", { ...drop, admitted: false }, true], // still on the waiting list when its drop ended
  ["refused", { ...drop, admitted: true }, false], // the enterprise refused it
  ["refused", undefined, false],
  ["submitted", undefined, false],
  ["waitlisted", { ...drop, admitted: false }, false],
  ["declined", undefined, false],
  ["expired", undefined, false],
  ["hired", undefined, false],
])("%s with the drop %o: %s", (state, of, may) => {
  expect(mayApplyAgain({ state, ...(of ? { drop: of } : {}) })).toBe(may);
});
