/** Links to a booth's staff. */
import { expect, test } from "vitest";
import { joinAddress, linkState, secretIn } from "../../src/desk/joining";
import type { StaffLink } from "../../src/wire/api/staff";

test("the secret stands in the fragment, and comes out as it went in", () => {
  const address = new URL(joinAddress({ origin: "https://fair.example" }, "a_b-c+d/e"));
  expect([address.pathname, address.search, secretIn(address.hash)]).toEqual(["/desk", "", "a_b-c+d/e"]);
  expect([secretIn(""), secretIn("#token=x"), secretIn("#join=")]).toEqual([null, null, null]);
});

test("a link is good until it is revoked, used up or expired", () => {
  const link: StaffLink = {
    id: "l",
    role: "lead",
    uses: 2,
    used: 1,
    expires_at: "2026-01-02T00:00:00Z",
    state: "open",
    made_by: "",
  };
  const now = Date.parse("2026-01-01T00:00:00Z");
  expect(linkState(link, now)).toBe("open");
  expect(linkState({ ...link, used: 2 }, now)).toBe("used");
  expect(linkState(link, Date.parse(link.expires_at))).toBe("expired");
  expect(linkState({ ...link, used: 2, state: "revoked" }, now)).toBe("revoked");
});
