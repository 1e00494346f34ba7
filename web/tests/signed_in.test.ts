/** Who a token says one is, and where it may come from. */
import { expect, test } from "vitest";
import { personOf, tokenIn } from "../src/signed_in";

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const token = (claims: object): string => `${part({ alg: "EdDSA" })}.${part(claims)}.c2ln`;

test("a token names the person, in any script", () => {
  const claims = { sub: "stu-1", role: "student", name: "林晓雨", exp: 2_000_000_000 };
  expect(personOf(` ${token(claims)}\n`)).toMatchObject({
    sub: "stu-1",
    role: "student",
    name: "林晓雨",
    org: null,
    until: 2e12,
  });
});

test("without a name the subject stands for it", () => {
  expect(personOf(token({ sub: "e-1", role: "enterprise", org: "o", exp: 1 }))).toMatchObject({
    name: "e-1",
    org: "o",
  });
});

test("anything but a Livefair token is no person", () => {
  for (const text of [
    "",
    "a.b.c",
    "one two",
    token({ sub: "x", role: "king", exp: 1 }),
    token({ sub: "x", role: "student" }),
  ]) {
    expect(personOf(text)).toBeNull();
  }
});

test("the fragment may carry a token, and nothing else of the address", () => {
  expect(tokenIn("#token=a.b.c")).toBe("a.b.c");
  expect(tokenIn("#jobs")).toBeNull();
  expect(tokenIn("")).toBeNull();
});
