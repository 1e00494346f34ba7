/**
 * Which lane a comment crosses the picture in. All go at one pace, so that none catches up with the one before it, and a lane
 * takes the next as soon as the tail of the last has come in. Pure.
 */

/** How long a point takes from the right edge to the left one, ms. */
export const CROSSING_MS = 8_000;
/** Between two in a lane, in px. */
const GAP = 28;
/** Of the picture's height, from above: below are its controls, and mouths. */
const SHARE = 0.7;
const LANES_MAX = 8;

export interface Lane {
  readonly lane: number;
  /** From where it is out of sight at the right until it is out of sight at the left. */
  readonly ms: number;
}

export class Lanes {
  /** From when on each lane is free, ms. */
  private readonly free: number[];
  private readonly pxPerMs: number;

  constructor(
    private readonly width: number,
    height: number,
    laneHeight: number,
  ) {
    const count = Math.max(1, Math.min(LANES_MAX, Math.floor((height * SHARE) / laneHeight)));
    this.free = Array.from({ length: count }, () => -Infinity);
    this.pxPerMs = width / CROSSING_MS;
  }

  /** The topmost lane that is free for one of `width` px, or null. */
  take(width: number, now: number): Lane | null {
    const lane = this.free.findIndex((from) => from <= now);
    if (lane < 0) return null;
    this.free[lane] = now + (width + GAP) / this.pxPerMs;
    return { lane, ms: (this.width + width) / this.pxPerMs };
  }
}
