/**
 * Runs something at most once per interval, the last wish never forgotten, never two at a time. What a whole room wants at one
 * moment, each page does at a moment of its own.
 */

/** Within that a page reads what all pages read for the same reason. */
export const SPREAD_MS = 2_000;

export class Throttle {
  private timer: ReturnType<typeof setTimeout> | null = null;
  private running = false;
  /** Within which time after the interval it is wanted; null where it is not. */
  private within: number | null = null;
  private last = -Infinity;

  /** `run` must not reject. */
  constructor(
    private readonly run: () => Promise<void>,
    private readonly intervalMs: number,
  ) {}

  /** Run it when the interval is over, at a random moment of the `withinMs` after that; the more urgent of two wishes counts. */
  want(withinMs = 0): void {
    if (this.within !== null && withinMs >= this.within) return;
    this.within = withinMs;
    if (!this.running) this.wait(withinMs);
  }

  stop(): void {
    this.within = null;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private wait(withinMs: number): void {
    if (this.timer !== null) clearTimeout(this.timer);
    const wait = Math.max(0, this.last + this.intervalMs - Date.now()) + Math.random() * withinMs;
    this.timer = setTimeout(() => void this.go(), wait);
  }

  private async go(): Promise<void> {
    this.timer = this.within = null;
    this.running = true;
    this.last = Date.now();
    await this.run();
    this.running = false;
    if (this.within !== null) this.wait(this.within);
  }
}
