/** Lanes over the picture. */
import { expect, test } from "vitest";
import { CROSSING_MS, Lanes } from "../../src/session/lanes";
import { chance as seeded } from "../chance";

test("the topmost lane that is free; none while all are taken", () => {
  const lanes = new Lanes(800, 100, 30);
  expect([lanes.take(200, 0)?.lane, lanes.take(50, 0)?.lane, lanes.take(50, 0)]).toEqual([0, 1, null]);
  expect(lanes.take(100, 1_000)?.lane).toBe(1);
});

test("a longer one is seen for longer, for all go at one pace", () => {
  expect(new Lanes(800, 100, 30).take(200, 0)?.ms).toBe((CROSSING_MS * 1_000) / 800);
});

test("no two in a lane ever touch", () => {
  const [width, chance] = [640, seeded(7)];
  const lanes = new Lanes(width, 360, 30);
  const speed = width / CROSSING_MS;
  const last = new Map<number, { since: number; width: number }>();
  for (let now = 0; now < 120_000; now += Math.floor(chance() * 400)) {
    const long = 20 + Math.floor(chance() * 900);
    const taken = lanes.take(long, now);
    if (taken === null) continue;
    const before = last.get(taken.lane);
    if (before !== undefined) expect((now - before.since) * speed).toBeGreaterThan(before.width); // its tail is in already
    last.set(taken.lane, { since: now, width: long });
  }
  expect(last.size).toBeGreaterThan(3);
});

test("a picture that is hardly there has one lane", () => {
  expect(new Lanes(100, 10, 30).take(20, 0)?.lane).toBe(0);
});
