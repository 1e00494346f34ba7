/** Who may enter a page, and what everybody else sees. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Door, Shell } from "../../src/page/shell";
import type { Person } from "../../src/signed_in";
import { clock } from "../../src/wire/clock";
import { drawn } from "../drawn";
import { Hall, person } from "../hall";

let hall: Hall;
beforeEach(() => (hall = new Hall().open()));
afterEach(() => hall.close());

function remember(claims: object): void {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const token = `${part({})}.${part({ sub: "li", exp: 4e9, ...claims })}.x`;
  vi.stubGlobal("sessionStorage", { getItem: () => token, setItem: () => undefined });
}

const door = (
  <Door role="student" title="My fair">
    {(who: Person) => <p>inside: {who.name}</p>}
  </Door>
);

test("without a person the page says how to sign in, and shows nothing else", () => {
  const { html, text } = drawn(door);
  expect(html).toContain('data-page="sign-in"');
  expect(text).toContain("livefair token --role student --sub you");
  expect(text).not.toContain("inside");
});

test("a person with the role sees the page", () => {
  remember({ role: "student", name: "Li" });
  expect(drawn(door).text).toBe("inside: Li");
});

test.each([
  ["enterprise", "/desk"],
  ["organizer", "/fair"],
])("a person of the role %s is shown the way to %s", (role, home) => {
  remember({ role, org: "o" });
  const { html, controls } = drawn(door);
  expect(html).toContain('data-page="elsewhere"');
  expect(html).toContain(`href="${home}"`);
  expect(controls).toContain("language");
});

test("a token that expired long ago is none", () => {
  remember({ role: "student", exp: 1 });
  expect(drawn(door).html).toContain('data-page="sign-in"');
});

test.each([13, 26])("a device that is %i hours ahead does not end a sign-in: the server decides", (hours) => {
  remember({ role: "student", name: "Li", exp: Date.now() / 1_000 + 60 });
  vi.setSystemTime(Date.now() + hours * 3_600_000);
  expect(drawn(door).text).toBe("inside: Li");
});

test("once the server's clock is known, it counts", () => {
  remember({ role: "student", name: "Li", exp: Date.now() / 1_000 - 60 });
  vi.spyOn(clock, "isMeasured", "get").mockReturnValue(true);
  expect(drawn(door).html).toContain('data-page="sign-in"');
});

test("the frame names the person and offers to sign out", () => {
  const frame = (
    <Shell title="Title" person={person("student", null, "li")} signOut={() => undefined}>
      content
    </Shell>
  );
  const { html, text, controls } = drawn(frame);
  expect(text).toContain("Signed in as name of li Sign out");
  expect(html).toContain("<h1>Title</h1>");
  expect(controls).toContain("sign-out");
});

test("a guest's frame names nobody", () => {
  expect(drawn(<Shell title="Title">content</Shell>).controls).toEqual(["theme", "language"]);
});
