/**
 * The base of every page model: read once, then follow a room live, and repeat reads whose data the room reports as changed.
 *
 * Where nothing changes any more, as in an archived fair, a page has no room: `isOver` says so, and `lastRoom` reads what the room
 * would show. Owns the page's socket, and the timers and throttled reads that a page registers here; `stop` ends all of them. It
 * knows no noun: each page defines its first reads and how it reacts to new items. Draws nothing: views read `state` after each
 * `onChange`.
 */
import { type Config, readConfig } from "../wire/api/config";
import { Refused } from "../wire/http";
import { Live, liveUrl, type Status } from "../wire/live";
import { newItems } from "../wire/news";
import { quietly } from "../wire/quietly";
import { onRefusedToken } from "../wire/refused_token";
import { emptyRoom, type Item, type Room } from "../wire/room";
import { Throttle } from "../wire/throttle";
import type { Model } from "./use_model";

/** `unknown`: the fair or session of the page does not exist. */
export type Phase = "loading" | "ready" | "unknown" | "failed";

/** The part of a page's state that is the same everywhere. */
export interface Followed {
  readonly phase: Phase;
  /** Why the first reads failed, or null. */
  readonly error: unknown;
  readonly room: Room;
  readonly status: Status;
  /** When the room last sent a frame, ms; null before the first one. */
  readonly updatedAt: number | null;
}

export const notConnected = (room: string): Followed => ({
  phase: "loading",
  error: null,
  room: emptyRoom(room),
  status: { kind: "connecting" },
  updatedAt: null,
});

export abstract class Following<S extends Followed> implements Model {
  protected live: Live | null = null;
  /** Grows with each start and stop, so that a start that was overtaken stops showing what it reads. */
  private run = 0;
  private readonly reads: Throttle[] = [];
  private readonly timers = new Set<ReturnType<typeof setInterval>>();
  private stopListening = (): void => undefined;

  protected constructor(
    public state: S,
    protected readonly onChange: () => void,
  ) {}

  /** Reads what the page shows first. Raises what its reads raise. */
  protected abstract begin(config: Promise<Config>): Promise<void>;

  /** A frame has arrived: `news` are the new items of the room, `before` is the state before the frame. */
  protected abstract onNews(news: readonly Item[], before: S): void;

  /** Whether nothing changes any more, as far as the page has read. */
  protected isOver(): boolean {
    return false;
  }

  /** The server does not know a room: reads again what `isOver` depends on. */
  protected async readWhetherOver(): Promise<void> {}

  /** Reads what the room of a page that is over would show. */
  protected async lastRoom(): Promise<Partial<Room>> {
    return {};
  }

  async start(): Promise<void> {
    this.halt();
    const { run } = this;
    this.stopListening = onRefusedToken((token) => void (token === this.readsWith && this.signedOut()));
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

  /**
   * The server no longer takes the token. The frame of the page says so, and reads that would be refused end; a page that guests may
   * see goes on without it.
   */
  protected signedOut(): void {
    this.clearTimers();
  }

  /** Called before the first reads. A page that retries automatically overrides it to keep what it shows. */
  protected opening(): void {
    this.set({ phase: "loading", error: null });
  }

  protected failed(error: unknown): void {
    this.set({ phase: error instanceof Refused && error.isUnknown ? "unknown" : "failed", error });
  }

  protected get token(): string | undefined {
    return undefined;
  }

  /** The token of its reads, which may be taken no more; the live connection has none on a public page. */
  protected get readsWith(): string | undefined {
    return this.token;
  }

  protected rooms(): readonly string[] {
    return [this.state.room.name];
  }

  protected follow(url: string): void {
    if (this.isOver()) {
      this.end();
      return;
    }
    const token = this.token === undefined ? {} : { token: this.token };
    const onUnknown = (): void => void quietly(() => this.readWhetherOver());
    this.live = new Live({ url, ...token, rooms: this.rooms(), onChange: () => this.onFrame(), onUnknown });
    this.live.start();
  }

  /** A read that runs at most once per `intervalMs`. If it fails, the page keeps showing what it has. */
  protected throttled(read: () => Promise<void>, intervalMs: number): Throttle {
    const throttle = new Throttle(() => quietly(read), intervalMs);
    this.reads.push(throttle);
    return throttle;
  }

  /** Runs every `ms` until `stop`. Does nothing after `stop`, which a slow read may reach late. */
  protected every(ms: number, run: () => void): void {
    if (this.live !== null) this.timers.add(setInterval(run, ms));
  }

  /** The same, but only while the page is visible. */
  protected everySeen(ms: number, run: () => void): void {
    this.every(ms, () => {
      if (document.visibilityState === "visible") run();
    });
  }

  /** Starts again after `ms`. */
  protected startLater(ms: number): void {
    this.timers.add(setTimeout(() => void this.start(), ms));
  }

  protected set(changes: Partial<S> | Partial<Followed>): void {
    this.state = { ...this.state, ...changes };
    this.onChange();
    if (this.live !== null && this.isOver()) this.end();
  }

  /** Leaves the room and shows its last content. */
  private end(): void {
    this.disconnect();
    const { run } = this;
    void this.lastRoom().then(
      (last) => {
        if (this.run !== run) return;
        const room = { ...this.state.room, ...last, known: true, reloading: false };
        this.set({ room, status: { kind: "over" } });
      },
      (error) => {
        if (this.run === run) this.failed(error);
      },
    );
  }

  private onFrame(): void {
    const { live, state: before } = this;
    if (live === null) return;
    const room = live.rooms.get(before.room.name) ?? before.room;
    this.set({ room, status: live.status, updatedAt: live.updatedAt });
    this.onNews(newItems(before.room, room), before);
  }

  private halt(): void {
    this.run += 1;
    this.stopListening();
    for (const read of this.reads) read.stop();
    this.disconnect();
  }

  private clearTimers(): void {
    for (const timer of this.timers) clearInterval(timer); // the same for timeouts
    this.timers.clear();
  }

  private disconnect(): void {
    this.clearTimers();
    this.live?.stop();
    this.live = null;
  }
}
