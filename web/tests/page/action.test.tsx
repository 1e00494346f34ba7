/** Why something did not happen, and what to do about it. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Action, Confirm, Failure } from "../../src/page/action";
import { Refused } from "../../src/wire/http";
import { Undone } from "../../src/wire/writes";
import { drawn } from "../drawn";
import { Hall } from "../hall";

let hall: Hall;
beforeEach(() => (hall = new Hall().open()));
afterEach(() => hall.close());

test("while nothing failed there is nothing to read, but a place where a failure is heard", () => {
  expect(drawn(<Failure error={null} />).html).toBe('<div role="alert"></div>');
});

test.each([
  [new TypeError("fetch failed"), "The server did not respond. Check your network and try again."],
  [new Refused(401, "expired"), "You have been signed out. Sign in again with a new token."],
  [new Refused(403, "not yours"), "You do not have permission to do this."],
  [new Refused(429, "slow down"), "You are doing this too often. Wait a few seconds and try again."],
  [new Refused(500, "oops"), "The server cannot process this right now."],
  [new Undone("link_used_up"), "This invitation link has been used up. Ask for a new one."],
])("%o is told in words, with advice", (error, words) => {
  expect(drawn(<Failure error={error} />).text).toContain(words);
});

test("what the system itself said is marked as English, whatever language the page has", () => {
  const { html, text } = drawn(<Failure error={new Refused(403, "Only its organizer.")} />, "zh");
  expect(text).toContain("您没有权限进行此操作。");
  expect(html).toContain('lang="en">Only its organizer.');
});

test("fields that do not fit are named, one by one", () => {
  const errors = [
    { path: "/headcount", reason: "must be at least 1" },
    { path: "/title", reason: "must not be empty" },
  ];
  const { text } = drawn(<Failure error={new Refused(422, "Not valid.", errors)} />);
  expect(text).toContain("/headcount must be at least 1 /title must not be empty");
  expect(text).not.toContain("Not valid.");
});

test("an ad that was refused shows the words it was refused for", () => {
  const flags = [
    { kind: "age", field: "description", phrase: "under 35" },
    { kind: "missing", field: "salary", phrase: "" },
  ];
  const { html, text } = drawn(<Failure error={new Undone("ad_refused", flags)} />);
  expect(html).toContain("<mark>under 35</mark>");
  expect(text).toContain("salary");
});

test("what somebody wrote cannot become part of the page", () => {
  expect(drawn(<Failure error={new Undone("<img src=x onerror=alert(1)>")} />).html).not.toContain("<img");
});

const action = (running: boolean): Action => ({ running, error: null, run: () => undefined, clear: () => undefined });
const confirm = (running: boolean) => (
  <Confirm
    name="close"
    label="Close"
    question="Sure?"
    sure="Yes"
    action={action(running)}
    work={async () => undefined}
  />
);

test("a action that cannot be taken back asks first: before the press there is no question", () => {
  const { text, controls } = drawn(confirm(false));
  expect([text, controls]).toEqual(["Close", ["close"]]);
});

test("while it runs it cannot be pressed again", () => {
  const { text, controls } = drawn(confirm(true));
  expect([text, controls]).toEqual(["Sending…", []]);
});
