/**
 * Assigns comments to the lanes of the overlay. All move at the same speed, so none overtakes another, and a lane is free again
 * when the end of its last comment has entered. Pure.
 */

/** The time from the right edge to the left one, ms. */
export const CROSSING_MS = 8_000;
/** The gap between two comments in a lane, px. */
const GAP = 28;
/** The upper share of the video that lanes use; below are faces and controls. */
const SHARE = 0.7;
const LANES_MAX = 8;

export interface Lane {
  readonly lane: number;
  /** From entering at the right until it has left at the left. */
  readonly ms: number;
}

export class Lanes {
  /** When each lane becomes free, ms. */
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

  /** The topmost free lane for a comment of `width` px, or null. */
  take(width: number, now: number): Lane | null {
    const lane = this.free.findIndex((from) => from <= now);
    if (lane < 0) return null;
    this.free[lane] = now + (width + GAP) / this.pxPerMs;
    return { lane, ms: (this.width + width) / this.pxPerMs };
  }
}
