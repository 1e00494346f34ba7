/** For whom a person acts. */
import { expect, test } from "vitest";
import { actingFor } from "../../src/desk/acting";

const staffing = { fair: "f", org: "other", role: "recruiter" } as const;
const booth = (state: string) => [{ org: "own", name: "", state }];

test("the token's enterprise once its booth is let in, else the one whose staff this is, else the token's", () => {
  expect(actingFor("own", booth("approved"), staffing)).toBe("own");
  expect(actingFor("own", booth("requested"), staffing)).toBe("other");
  expect(actingFor(null, [], staffing)).toBe("other");
  expect(actingFor("own", [], null)).toBe("own");
  expect(actingFor(null, [], null)).toBe("");
});
