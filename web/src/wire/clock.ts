/**
 * The server's time, measured from the `Date` of its answers: a device's clock may be hours ahead or behind.
 *
 * An answer bounds how far the server is ahead: it was made between the request and the answer, in the second that `Date` names.
 * The bounds of several answers are intersected (Cristian 1989, Marzullo 1984). Bounds that contradict the earlier ones mean that
 * the device's clock was set, and replace them. A device that is right within the bounds is not corrected.
 */

/** A `Date` has whole seconds. */
const SECOND_MS = 1_000;

export class Clock {
  private low = -Infinity;
  private high = Infinity;

  constructor(private readonly device: () => number = () => Date.now()) {}

  /** The server's time, ms; the device's before the first answer. */
  now(): number {
    return this.device() + this.aheadMs;
  }

  /** Whether an answer has been heard. */
  get isMeasured(): boolean {
    return this.high < Infinity;
  }

  /** Takes the `Date` of an answer to a request that was sent at `sent` (device's time, ms). */
  hear(date: string | null, sent: number): void {
    const at = Date.parse(date ?? "");
    if (Number.isNaN(at)) return;
    const [low, high] = [at - this.device(), at + SECOND_MS - sent];
    if (low > high) return; // the device's clock was set meanwhile
    const [lowest, highest] = [Math.max(low, this.low), Math.min(high, this.high)];
    [this.low, this.high] = lowest <= highest ? [lowest, highest] : [low, high];
  }

  /** How far the server is ahead of the device, ms. */
  private get aheadMs(): number {
    if (!this.isMeasured || (this.low <= 0 && this.high >= 0)) return 0;
    return (this.low + this.high) / 2;
  }
}

/** The clock of this page: each answer of fair sets it. */
export const clock = new Clock();
