/**
 * What the model of every page does: begin with reads, then follow a room live, and read again what the room says has changed.
 *
 * Owns the page's socket, and the timers and throttled reads that a page registers here; all of them end with `stop`. It knows no
 * noun: a page says what it begins with and what news of its room means. Draws nothing: the page asks `state` after each `onChange`.
 */
import { type Config, readConfig } from "../wire/api/config";
import { Refused } from "../wire/http";
import { Live, liveUrl, type Status } from "../wire/live";
import { newItems } from "../wire/news";
import { quietly } from "../wire/quietly";
import { emptyRoom, type Item, type Room } from "../wire/room";
import { Throttle } from "../wire/throttle";
import type { Model } from "./drawn";

/** `unknown`: what the page is about does not exist. */
export type Phase = "loading" | "ready" | "unknown" | "failed";

/** The part of a page's state that is the same everywhere. */
export interface Followed {
  readonly phase: Phase;
  /** Why the first reads failed, or null. */
  readonly error: unknown;
  readonly room: Room;
  readonly status: Status;
  /** When the room was last heard of, ms; null before. */
  readonly heardAt: number | null;
}

export const notHeard = (room: string): Followed => ({
  phase: "loading",
  error: null,
  room: emptyRoom(room),
  status: { kind: "connecting" },
  heardAt: null,
});

export abstract class Following<S extends Followed> implements Model {
  protected live: Live | null = null;
  /** Grows whenever the page is started or stopped: what an older start has read is not shown any more. */
  private run = 0;
  private readonly reads: Throttle[] = [];
  private readonly timers = new Set<ReturnType<typeof setInterval>>();

  protected constructor(
    public state: S,
    protected readonly onChange: () => void,
  ) {}

  /** What the page shows first. Raises what its reads raise. */
  protected abstract begin(config: Promise<Config>): Promise<void>;

  /** The room was heard of: `news` are its new items, `before` is the state before that. */
  protected abstract told(news: readonly Item[], before: S): void;

  async start(): Promise<void> {
    this.halt();
    const { run } = this;
    this.opening();
    try {
      const config = readConfig();
      const [{ live }] = await Promise.all([config, this.begin(config)]);
      if (this.run !== run) return;
      this.set({ phase: "ready" });
      this.follow(liveUrl(live, location));
    } catch (error) {
      if (this.run === run) this.failed(error);
    }
  }

  stop(): void {
    this.halt();
  }

  wake(): void {
    this.live?.wake();
    if (this.state.phase === "failed") void this.start();
  }

  /** Before the first reads: a page that tries again by itself keeps what it shows. */
  protected opening(): void {
    this.set({ phase: "loading", error: null });
  }

  protected failed(error: unknown): void {
    this.set({ phase: error instanceof Refused && error.isUnknown ? "unknown" : "failed", error });
  }

  protected get token(): string | undefined {
    return undefined;
  }

  protected rooms(): readonly string[] {
    return [this.state.room.name];
  }

  protected follow(url: string): void {
    const token = this.token === undefined ? {} : { token: this.token };
    this.live = new Live({ url, ...token, rooms: this.rooms(), onChange: () => this.heard() });
    this.live.start();
  }

  /** A read that runs at most once per `intervalMs`, and whose failure changes nothing that is shown. */
  protected throttled(read: () => Promise<void>, intervalMs: number): Throttle {
    const throttle = new Throttle(() => quietly(read), intervalMs);
    this.reads.push(throttle);
    return throttle;
  }

  /** Every `ms` while the page follows: a read that ends after `stop` starts nothing. */
  protected every(ms: number, run: () => void): void {
    if (this.live !== null) this.timers.add(setInterval(run, ms));
  }

  /** The same while somebody looks at the page. */
  protected everySeen(ms: number, run: () => void): void {
    this.every(ms, () => {
      if (document.visibilityState === "visible") run();
    });
  }

  /** Begin anew after `ms`. */
  protected startLater(ms: number): void {
    this.timers.add(setTimeout(() => void this.start(), ms));
  }

  protected set(changes: Partial<S> | Partial<Followed>): void {
    this.state = { ...this.state, ...changes };
    this.onChange();
  }

  private heard(): void {
    const { live, state: before } = this;
    if (live === null) return;
    const room = live.rooms.get(before.room.name) ?? before.room;
    this.set({ room, status: live.status, heardAt: live.heardAt });
    this.told(newItems(before.room, room), before);
  }

  private halt(): void {
    this.run += 1;
    for (const read of this.reads) read.stop();
    for (const timer of this.timers) clearInterval(timer); // the same for timeouts
    this.timers.clear();
    this.live?.stop();
    this.live = null;
  }
}
