/**
 * Runs something at most once per interval, the last wish never forgotten, never two at a time. What a whole room wants at one
 * moment, each page does at a moment of its own.
 */

export class Throttle {
  private timer: ReturnType<typeof setTimeout> | null = null;
  private running = false;
  private wanted = false;
  private withinMs = 0;
  private last = -Infinity;

  /** `run` must not reject. */
  constructor(private readonly run: () => Promise<void>, private readonly intervalMs: number) {}

  /** Run it when the interval is over, at a random moment of the `withinMs` after that. */
  want(withinMs = 0): void {
    this.wanted = true;
    this.withinMs = withinMs;
    if (this.timer !== null || this.running) return;
    const wait = Math.max(0, this.last + this.intervalMs - Date.now()) + Math.random() * withinMs;
    this.timer = setTimeout(() => void this.go(), wait);
  }

  stop(): void {
    this.wanted = false;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private async go(): Promise<void> {
    this.timer = null;
    this.wanted = false;
    this.running = true;
    this.last = Date.now();
    await this.run();
    this.running = false;
    if (this.wanted) this.want(this.withinMs);
  }
}
