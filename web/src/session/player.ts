/** Plays HLS in a video element, by hls.js or natively, and knows the moment of the programme shown. Draws nothing. */
import type Hls from "hls.js";

const RETRY_MS = 3_000;
/** `HTMLMediaElement.HAVE_CURRENT_DATA`: there is a picture. */
const HAVE_CURRENT_DATA = 2;
const NATIVE = "application/vnd.apple.mpegurl";

export type PlayerState = "loading" | "playing" | "waiting" | "impossible";

export class Player {
  private hls: Hls | null = null;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private isStopped = false;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly url: string,
    private readonly onState: (state: PlayerState) => void,
  ) {
    video.addEventListener("playing", () => onState("playing"));
    video.addEventListener("waiting", () => onState("waiting"));
  }

  async start(): Promise<void> {
    const [{ default: Hls }, { default: worker }] = await Promise.all([
      import("hls.js"),
      import("hls.js/dist/hls.worker.js?url"),
    ]);
    if (this.isStopped) return;
    if (Hls.isSupported()) this.startHls(Hls, worker);
    else if (this.video.canPlayType(NATIVE) !== "") this.startNative();
    else this.onState("impossible");
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.retry);
    this.hls?.destroy();
    this.video.removeAttribute("src");
  }

  /** The moment of the programme shown now, ms since 1970, from EXT-X-PROGRAM-DATE-TIME; null without it. */
  get playhead(): number | null {
    const { video } = this;
    if (video.readyState < HAVE_CURRENT_DATA || video.paused) return null;
    return this.moment;
  }

  /** Seeks to a moment of the programme, if the video has it. */
  seek(moment: number): void {
    const now = this.moment;
    if (now === null) return;
    const to = this.video.currentTime + (moment - now) / 1_000;
    const { seekable } = this.video;
    for (let n = 0; n < seekable.length; n++) {
      if (to >= seekable.start(n) && to <= seekable.end(n)) this.video.currentTime = to;
    }
  }

  /** As `playhead`, also while paused. A browser with native HLS knows the moment of its time 0. */
  private get moment(): number | null {
    if (this.hls !== null) return this.hls.playingDate?.getTime() ?? null;
    const start = (this.video as HTMLVideoElement & { getStartDate?: () => Date }).getStartDate?.().getTime() ?? NaN;
    return Number.isNaN(start) ? null : start + this.video.currentTime * 1_000;
  }

  private startHls(Made: typeof Hls, workerPath: string): void {
    const hls = new Made({ workerPath, liveDurationInfinity: true });
    this.hls = hls;
    hls.on(Made.Events.ERROR, (_event, { fatal, type }) => {
      if (!fatal) return;
      this.onState("waiting");
      if (type === Made.ErrorTypes.MEDIA_ERROR) hls.recoverMediaError();
      else this.later(() => hls.loadSource(this.url)); // the stream is not there yet, or was cut
    });
    hls.on(Made.Events.MANIFEST_PARSED, () => this.play());
    hls.attachMedia(this.video);
    hls.loadSource(this.url);
  }

  private startNative(): void {
    this.video.src = this.url;
    this.video.addEventListener("error", () => this.later(() => this.video.load()));
    this.play();
  }

  private play(): void {
    this.video.play().catch(() => undefined); // autoplay may be forbidden; the native controls are there
  }

  private later(run: () => void): void {
    clearTimeout(this.retry);
    this.retry = setTimeout(() => void (this.isStopped || run()), RETRY_MS);
  }
}
