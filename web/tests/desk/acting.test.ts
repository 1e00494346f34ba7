/** For whom a person acts. */
import { expect, test } from "vitest";
import { actingFor } from "../../src/desk/acting";

const staffing = { fair: "f", org: "other", role: "recruiter" } as const;
const booth = (state: string) => [{ org: "own", name: "", state }];

test("the token's enterprise if its booth is approved, else the one whose staff they are, else the token's", () => {
  expect(actingFor("own", booth("approved"), staffing)).toBe("own");
  expect(actingFor("own", booth("requested"), staffing)).toBe("other");
  expect(actingFor(null, [], staffing)).toBe("other");
  expect(actingFor("own", [], null)).toBe("own");
  expect(actingFor(null, [], null)).toBe("");
});
