/** HLS that the browser plays itself: which moment is seen, how a replay's clock moves it, and a stream that is not there yet. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Player, type PlayerState } from "../../src/session/player";

vi.mock("hls.js", () => ({ default: { isSupported: () => false } }));
vi.mock("hls.js/dist/hls.worker.js?url", () => ({ default: "worker.js" }));

const BEGAN = Date.parse("2026-01-01T00:00:00Z");

/** What the player uses of a video element. */
class Video extends EventTarget {
  src = "";
  readyState = 4;
  paused = false;
  currentTime = 10;
  start = new Date(BEGAN);
  readonly seekable = { length: 1, start: () => 0, end: () => 60 };
  readonly load = vi.fn();
  readonly play = vi.fn(async () => undefined);

  constructor(private readonly plays: string) {
    super();
  }
  canPlayType(): string {
    return this.plays;
  }
  getStartDate(): Date {
    return this.start;
  }
  removeAttribute(): void {
    this.src = "";
  }
}

async function started(video: Video, states: PlayerState[] = []): Promise<Player> {
  const player = new Player(video as unknown as HTMLVideoElement, "https://example.org/live.m3u8", (state) =>
    states.push(state),
  );
  await player.start();
  return player;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("it plays the stream and knows the moment that is seen, as long as one is", async () => {
  const video = new Video("maybe");
  const player = await started(video);
  expect([video.src, video.play.mock.calls.length, player.playhead]).toEqual([
    "https://example.org/live.m3u8",
    1,
    BEGAN + 10_000,
  ]);
  video.paused = true;
  expect(player.playhead).toBeNull();
});

test("it goes to a moment of the programme that the video has, and to no other", async () => {
  const video = new Video("maybe");
  const player = await started(video);
  player.seek(BEGAN + 42_000);
  expect(video.currentTime).toBe(42);
  player.seek(BEGAN + 90_000);
  expect(video.currentTime).toBe(42);
  video.start = new Date(NaN); // a playlist without dates
  player.seek(BEGAN + 5_000);
  expect([video.currentTime, player.playhead]).toEqual([42, null]);
});

test("a stream that is not there yet is asked for again, until the page lets go of it", async () => {
  const video = new Video("maybe");
  const player = await started(video);
  video.dispatchEvent(new Event("error"));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(video.load).toHaveBeenCalledTimes(1);
  video.dispatchEvent(new Event("error"));
  player.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect([video.load.mock.calls.length, video.src]).toEqual([1, ""]);
});

test("where neither can play it, that is said", async () => {
  const states: PlayerState[] = [];
  await started(new Video(""), states);
  expect(states).toEqual(["impossible"]);
});
