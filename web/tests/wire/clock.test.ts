/** The server's time, as its answers tell it, on devices whose clocks are wrong. */
import { expect, test } from "vitest";
import { Clock } from "../../src/wire/clock";

const HOUR = 3_600_000;
const AT = Date.parse("2026-11-30T10:00:00Z");

/** A device whose clock is `ahead` ms ahead of the server. */
class Device {
  time = AT;
  constructor(public ahead: number) {}
  readonly clock = new Clock(() => this.time + this.ahead);
  /** An answer that takes `ms` in all; its second is named by half of the way. */
  answered(ms = 40): void {
    const sent = this.time + this.ahead;
    const date = new Date(Math.floor((this.time + ms / 2) / 1_000) * 1_000).toUTCString();
    this.time += ms;
    this.clock.hear(date, sent);
  }
  get error(): number {
    return Math.abs(this.clock.now() - this.time);
  }
}

test.each([13 * HOUR, -2 * HOUR, 90_000, -90_000, 365 * 24 * HOUR])(
  "a device that is %i ms ahead is corrected",
  (ahead) => {
    const device = new Device(ahead);
    expect(device.clock.isMeasured).toBe(false);
    expect(device.error).toBe(Math.abs(ahead));
    device.answered();
    expect(device.clock.isMeasured).toBe(true);
    expect(device.error).toBeLessThan(600);
  },
);

test("with each answer the measure is better", () => {
  const device = new Device(13 * HOUR);
  for (const wait of [0, 130, 260, 390, 520, 650, 780, 910]) {
    device.time += wait;
    device.answered(20);
  }
  expect(device.error).toBeLessThan(120);
});

test("a device that is right is left alone", () => {
  const device = new Device(120);
  device.answered();
  expect(device.clock.now()).toBe(device.time + 120);
});

test("a clock that is set meanwhile is measured anew", () => {
  const device = new Device(13 * HOUR);
  device.answered();
  device.ahead = -2 * HOUR;
  device.answered();
  expect(device.error).toBeLessThan(600);
});

test("an answer without a time, or with none that can be read, says nothing", () => {
  const device = new Device(13 * HOUR);
  device.clock.hear(null, AT);
  device.clock.hear("yesterday", AT);
  expect([device.clock.isMeasured, device.error]).toEqual([false, 13 * HOUR]);
});
