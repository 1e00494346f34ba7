/**
 * One connection to `/v1/live` that reconnects: says hello, joins rooms, and resumes them after a disconnect.
 *
 * A thin shell: `room.ts` folds, `frames.ts` parses, `backoff.ts` waits. It draws nothing and knows no framework.
 * Sockets, timers and chance come in through `Machinery`, so that a test owns them.
 */
import { backoffMs } from "./backoff";
import { clock } from "./clock";
import { type ErrorFrame, parseFrame, type ServerFrame } from "./frames";
import { tokenRefused } from "./refused_token";
import { emptyRoom, fold, type Room } from "./room";

/** The silence after which we ping, and the time for the pong. Ms. */
export const QUIET_MS = 25_000;
export const PONG_MS = 10_000;
/** The time for connecting and joining, and how long a connection must last to reset the backoff. Ms. */
export const OPEN_MS = 10_000;
export const STEADY_MS = 5_000;

export type Status =
  | { readonly kind: "connecting" }
  | { readonly kind: "live" }
  /** Disconnected; the next attempt is at `until` (ms as of `now()`). */
  | { readonly kind: "waiting"; readonly until: number }
  /** As `waiting`, while the browser reports that it is offline. */
  | { readonly kind: "offline"; readonly until: number }
  /** The server refused the connection for good; a retry will not help. */
  | { readonly kind: "refused"; readonly code: number }
  /** Nothing changes any more, so a page has left its room. Set by pages, never by `Live`. */
  | { readonly kind: "over" };

export interface Socket {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  send(text: string): void;
  close(): void;
}

export interface Machinery {
  open(url: string): Socket;
  now(): number;
  random(): number;
  isOnline(): boolean;
  after(ms: number, run: () => void): number;
  cancel(timer: number): void;
}

export interface Options {
  readonly url: string;
  readonly token?: string;
  readonly rooms: readonly string[];
  /** Called after every change of `status` or of a room. */
  readonly onChange: () => void;
  /** Called when the server does not know a room of ours, once per attempt; the next attempt is already planned. */
  readonly onUnknown?: () => void;
  readonly machinery?: Machinery;
}

/** The token is bad or expired. */
export const BAD_TOKEN = 4401;
/** 4400: we do not speak the protocol. */
const FINAL_CODES = new Set([4400, BAD_TOKEN]);

export class Live {
  status: Status = { kind: "connecting" };
  readonly rooms = new Map<string, Room>();
  /** When the last frame of a room came (ms as of `now()`), or null. */
  updatedAt: number | null = null;

  private readonly does: Machinery;
  private socket: Socket | null = null;
  private readonly waitingFor = new Set<string>();
  private attempt = 0;
  private liveSince: number | null = null;
  private timer: number | null = null;
  private token: string | undefined;

  constructor(private readonly options: Options) {
    this.does = options.machinery ?? browser();
    this.token = options.token;
    for (const name of options.rooms) this.rooms.set(name, emptyRoom(name));
  }

  start(): void {
    if (this.socket === null) this.connect();
  }

  stop(): void {
    this.clearTimer();
    this.drop();
  }

  /** The network is back, or the page is visible again: connects without waiting, or checks the open socket. */
  wake(): void {
    if (this.status.kind === "waiting" || this.status.kind === "offline") this.connect();
    else if (this.status.kind === "live") this.probe();
  }

  /** Joins one more room; does nothing if it is joined. */
  join(name: string): void {
    if (this.rooms.has(name)) return;
    this.rooms.set(name, emptyRoom(name));
    if (this.status.kind === "live") this.subscribe(name, null);
  }

  leave(name: string): void {
    if (!this.rooms.delete(name)) return;
    this.waitingFor.delete(name);
    if (this.status.kind === "live") this.send({ type: "unsubscribe", room: name });
  }

  /** Goes on without the token, which is no longer taken, in these rooms only. They resume where they are. */
  goOnAsGuest(rooms: readonly string[]): void {
    this.token = undefined;
    for (const name of [...this.rooms.keys()]) if (!rooms.includes(name)) this.rooms.delete(name);
    this.connect();
  }

  private connect(): void {
    this.clearTimer();
    this.drop();
    this.become({ kind: "connecting" });
    const socket = this.does.open(this.options.url);
    this.socket = socket;
    socket.onopen = () => this.send(this.token ? { type: "hello", token: this.token } : { type: "hello" });
    socket.onmessage = (event) => this.receive(event.data);
    socket.onclose = (event) => this.lost(event.code);
    this.setTimer(OPEN_MS, () => this.lost(0));
  }

  private receive(data: unknown): void {
    if (this.status.kind === "live") this.setTimer(QUIET_MS, () => this.probe()); // any frame is a sign of life
    const frame = parseFrame(data);
    if (frame !== null) this.act(frame);
  }

  private act(frame: ServerFrame): void {
    if (frame.type === "welcome") this.enter();
    else if (frame.type === "error") this.refuse(frame);
    else if (frame.type !== "pong") this.take(frame);
  }

  private enter(): void {
    for (const { name, position } of this.rooms.values()) this.subscribe(name, position);
    if (this.rooms.size === 0) this.settle();
  }

  private subscribe(name: string, position: string | null): void {
    this.waitingFor.add(name);
    this.send({ type: "subscribe", room: name, ...(position === null ? {} : { since: position }) });
  }

  private take(frame: Extract<ServerFrame, { room: string }> & { type: Exclude<ServerFrame["type"], "error"> }): void {
    const room = this.rooms.get(frame.room);
    if (room === undefined) return;
    this.rooms.set(frame.room, fold(room, frame));
    this.updatedAt = this.does.now();
    if (frame.type !== "reload") this.waitingFor.delete(frame.room);
    if (this.status.kind !== "live" && this.waitingFor.size === 0) this.settle();
    else this.options.onChange();
  }

  private settle(): void {
    this.liveSince = this.does.now();
    this.setTimer(QUIET_MS, () => this.probe());
    this.become({ kind: "live" });
  }

  /** A room that does not exist yet may exist soon: disconnects and retries with backoff. */
  private refuse(frame: ErrorFrame): void {
    if (frame.room === undefined || !this.waitingFor.has(frame.room)) return;
    this.lost(0);
    if (frame.code === "unknown_room") this.options.onUnknown?.();
  }

  private probe(): void {
    this.send({ type: "ping" });
    this.setTimer(PONG_MS, () => this.lost(0));
  }

  private lost(code: number): void {
    this.clearTimer();
    this.drop();
    if (FINAL_CODES.has(code)) this.become({ kind: "refused", code });
    else this.tryLater();
    if (code === BAD_TOKEN && this.token !== undefined) tokenRefused(this.token);
  }

  private tryLater(): void {
    // Only a connection that lasted resets the backoff: a server that accepts and disconnects at once must not be hammered.
    if (this.liveSince !== null && this.does.now() - this.liveSince >= STEADY_MS) this.attempt = 0;
    this.liveSince = null;
    const wait = backoffMs(this.attempt++, () => this.does.random());
    this.setTimer(wait, () => this.connect()); // also while offline: browsers may report that wrongly
    this.become({ kind: this.does.isOnline() ? "waiting" : "offline", until: this.does.now() + wait });
  }

  /** Drops the socket with its handlers, so that two sockets never fold into one room. */
  private drop(): void {
    this.waitingFor.clear();
    if (this.socket === null) return;
    this.socket.onopen = this.socket.onmessage = this.socket.onclose = null;
    this.socket.close();
    this.socket = null;
  }

  private send(frame: object): void {
    try {
      this.socket?.send(JSON.stringify(frame));
    } catch {
      this.lost(0); // the socket was closing; its close event would come later
    }
  }

  private become(status: Status): void {
    this.status = status;
    this.options.onChange();
  }

  private setTimer(ms: number, run: () => void): void {
    this.clearTimer();
    this.timer = this.does.after(ms, run);
  }

  private clearTimer(): void {
    if (this.timer !== null) this.does.cancel(this.timer);
    this.timer = null;
  }
}

/** The machinery of a real browser. */
export function browser(): Machinery {
  return {
    open: (url) => new WebSocket(url) as unknown as Socket,
    now: () => clock.now(),
    random: () => Math.random(),
    isOnline: () => navigator.onLine,
    after: (ms, run) => window.setTimeout(run, ms),
    cancel: (timer) => window.clearTimeout(timer),
  };
}

/** The URL of `/v1/live`; `configured` is from `/pages/config.json`: an address, or "" for this origin. */
export function liveUrl(configured: string, page: { readonly protocol: string; readonly host: string }): string {
  const base = configured || `${page.protocol === "https:" ? "wss:" : "ws:"}//${page.host}`;
  return `${base.replace(/\/+$/, "")}/v1/live`;
}
