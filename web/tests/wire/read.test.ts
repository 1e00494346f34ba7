/** A read that fails once is read again; one that fails for good says so soon. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ATTEMPTS, PATIENCE_MS, read } from "../../src/wire/read";
import { Hall, pass, refusal } from "../hall";

const PATH = "/v1/me/resume";
let hall: Hall;
let answers: (() => unknown)[];

beforeEach(() => {
  hall = new Hall().open();
  answers = [];
  hall.on(`GET ${PATH}`, () => answers.shift()?.() ?? { id: "resume" });
});
afterEach(() => hall.close());

const count = (): number => hall.reads(PATH).length;
const away = (): never => {
  throw new TypeError("fetch failed");
};

test.each([
  ["429", () => refusal(429)],
  ["502", () => refusal(502)],
  ["503", () => refusal(503)],
  ["504", () => refusal(504)],
  ["no answer", away],
])("%s once is nothing", async (_name, answer) => {
  answers = [answer];
  expect(await read(PATH, { token: "t" })).toEqual({ id: "resume" });
  expect(hall.reads(PATH).map(({ token }) => token)).toEqual(["t", "t"]);
});

test.each([401, 403, 404, 409, 422, 500])("%i is final", async (status) => {
  answers = [() => refusal(status)];
  await expect(read(PATH)).rejects.toMatchObject({ status });
  expect(count()).toBe(1);
});

test("what always fails, fails after a few attempts", async () => {
  answers = Array.from({ length: 9 }, () => () => refusal(503, "busy"));
  await expect(read(PATH)).rejects.toMatchObject({ status: 503, message: "busy" });
  expect(count()).toBe(ATTEMPTS);
});

test("it waits as long as the server asks for, with jitter", async () => {
  vi.mocked(Math.random).mockReturnValue(0.5);
  answers = [() => refusal(503, "busy", { "Retry-After": "3" })];
  const reading = read(PATH);
  await pass(3_499);
  expect(count()).toBe(1);
  await pass(1);
  await reading;
  expect(count()).toBe(2);
});

test("it does not wait for long", async () => {
  answers = [() => refusal(503, "busy", { "Retry-After": String(PATIENCE_MS / 1_000 + 1) })];
  await expect(read(PATH)).rejects.toMatchObject({ status: 503 });
  expect(count()).toBe(1);
});
