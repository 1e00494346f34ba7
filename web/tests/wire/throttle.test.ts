/** At most once per interval, the last wish never forgotten. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Throttle } from "../../src/wire/throttle";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("many requests are one run now and one at the interval's end", async () => {
  const runs: number[] = [];
  const began = Date.now();
  const throttle = new Throttle(async () => void runs.push(Date.now() - began), 5_000);
  for (let ms = 0; ms < 3_000; ms += 100) {
    throttle.want();
    await vi.advanceTimersByTimeAsync(100);
  }
  await vi.advanceTimersByTimeAsync(60_000);
  expect(runs).toEqual([0, 5_000]);
});

test("a request during a slow run runs after it, never beside it", async () => {
  let running = 0;
  let most = 0;
  let runs = 0;
  const throttle = new Throttle(async () => {
    most = Math.max(most, ++running);
    await new Promise((done) => setTimeout(done, 9_000));
    running--;
    runs++;
  }, 1_000);
  throttle.want();
  await vi.advanceTimersByTimeAsync(2_000);
  throttle.want();
  await vi.advanceTimersByTimeAsync(60_000);
  expect([most, runs]).toEqual([1, 2]);
});

test("requests of many pages at one moment run at random moments within the jitter", async () => {
  const ran: number[] = [];
  const began = Date.now();
  for (let n = 0; n < 50; n++) new Throttle(async () => void ran.push(Date.now() - began), 1_000).want(4_000);
  await vi.advanceTimersByTimeAsync(4_000);
  expect([ran.length, Math.max(...ran) - Math.min(...ran) > 1_000]).toEqual([50, true]);
});

test("an immediate request does not wait for the random moment", async () => {
  const run = vi.fn(async () => undefined);
  const throttle = new Throttle(run, 1_000);
  throttle.want(60_000);
  throttle.want();
  throttle.want(60_000);
  await vi.advanceTimersByTimeAsync(0);
  expect(run).toHaveBeenCalledTimes(1);
});

test("stopped, it runs no more", async () => {
  const run = vi.fn(async () => undefined);
  const throttle = new Throttle(run, 1_000);
  throttle.want();
  throttle.stop();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(run).not.toHaveBeenCalled();
});
