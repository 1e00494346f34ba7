/**
 * Runs a task at most once per interval, never twice at a time, and never loses the last request. What all pages request at the
 * same moment is spread by jitter.
 */

/** The jitter of a read that all pages of a room make for the same reason. */
export const SPREAD_MS = 2_000;

export class Throttle {
  private timer: ReturnType<typeof setTimeout> | null = null;
  private running = false;
  /** The jitter of the pending request; null without one. */
  private within: number | null = null;
  private last = -Infinity;

  /** `run` must not reject. */
  constructor(
    private readonly run: () => Promise<void>,
    private readonly intervalMs: number,
  ) {}

  /** Requests a run after the interval, at a random moment within `withinMs`; of two requests the more urgent one counts. */
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
    const left = Math.min(this.intervalMs, Math.max(0, this.last + this.intervalMs - Date.now())); // the clock may be set back
    this.timer = setTimeout(() => void this.go(), left + Math.random() * withinMs);
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
