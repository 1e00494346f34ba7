/**
 * A hall for the models of pages: fair, ingest and the live edge in memory, as far as a test says. Time and chance are the test's.
 *
 * Reads are answered by path, writes are accepted and decided, rooms speak as the contract says (`dev/room_model.mjs`).
 */
import { vi } from "vitest";
import { RoomModel } from "../dev/room_model.mjs";
import type { Person, Role } from "../src/signed_in";
import type { Item } from "../src/wire/room";

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly token: string | null;
  readonly key: string | null;
}
type Answer = (asked: Asked) => unknown;

export const person = (role: Role, org: string | null = null, sub = "sub"): Person => ({
  ...{ token: `token of ${sub}`, sub, role, org, name: `name of ${sub}` },
  until: 4e12,
});

/** An answer that is not 2xx. */
export const refusal = (status: number, detail = "refused", headers: Record<string, string> = {}): Response =>
  Response.json({ detail }, { status, headers });

export class Hall {
  readonly asked: Asked[] = [];
  readonly sockets: HallSocket[] = [];
  /** The outcome of each write: applied by default. */
  outcome: object = { outcome: "applied" };
  /** Where nothing answers. */
  isAway = false;
  /** The rooms that the edge does not know. */
  readonly gone = new Set<string>();
  private readonly answers = new Map<string, Answer>();
  private readonly rooms = new Map<string, RoomModel>();
  private written = 0;

  constructor() {
    this.on("GET /pages/config.json", { live: "ws://edge", ingest: "http://ingest", media: [] });
  }

  /** `what` is a method and a path; a function is asked anew each time, anything else is the answer. */
  on(what: string, answer: unknown): this {
    this.answers.set(what, typeof answer === "function" ? (answer as Answer) : () => answer);
    return this;
  }

  /** The same for a list that has one page. */
  list(path: string, ...items: readonly unknown[]): this {
    return this.on(`GET ${path}`, { items, next_cursor: null });
  }

  room(name: string): RoomModel {
    const known = this.rooms.get(name) ?? new RoomModel(name);
    this.rooms.set(name, known);
    return known;
  }

  /** The room changes, and everyone who joined it gets an update. */
  tell(name: string, items: readonly Item[], counters: Record<string, number> = {}): void {
    const frame = {
      ...this.room(name).change(counters, [...items]),
      decided: `livefair.fairs:0:${this.room(name).offset}`,
    };
    for (const socket of this.sockets) if (socket.joined.has(name)) socket.says(frame);
  }

  get socket(): HallSocket {
    const last = this.sockets.at(-1);
    if (last === undefined) throw new Error("nobody connected");
    return last;
  }

  /** The reads of a path so far, newest last. */
  reads(path: string): readonly Asked[] {
    return this.asked.filter((one) => one.method === "GET" && one.path === path);
  }

  /** The writes so far, without reads. */
  get writes(): readonly Asked[] {
    return this.asked.filter(({ method }) => method !== "GET");
  }

  readonly fetch = async (url: string, request: RequestInit = {}): Promise<Response> => {
    const { pathname, searchParams } = new URL(url, "http://page");
    const headers = new Headers(request.headers);
    const asked: Asked = {
      method: request.method ?? "GET",
      path: decodeURIComponent(pathname),
      query: Object.fromEntries(searchParams),
      body: typeof request.body === "string" ? JSON.parse(request.body) : (request.body ?? null),
      token: headers.get("authorization")?.replace("Bearer ", "") ?? null,
      key: headers.get("idempotency-key"),
    };
    this.asked.push(asked);
    await Promise.resolve();
    if (this.isAway) throw new TypeError("fetch failed");
    const answer = await this.answerTo(asked);
    return answer instanceof Response ? answer.clone() : Response.json(answer);
  };

  private answerTo(asked: Asked): unknown {
    const known = this.answers.get(`${asked.method} ${asked.path}`);
    if (known !== undefined) return known(asked);
    if (asked.path.startsWith("/v1/outcomes/"))
      return asked.path.endsWith("/items") ? { outcomes: { applied: 1 } } : this.outcome;
    if (asked.method === "GET") return refusal(404, `nothing is at ${asked.path}`);
    this.written += 1;
    const receipt = { position: `livefair.fairs:0:w${this.written}`, accepted_at: "2026-11-30T10:00:00Z" };
    return { id: `new-${this.written}`, event_id: `event-${this.written}`, receipt };
  }

  /** Put in the place of the browser's network, clock and chance. */
  open(): this {
    vi.useFakeTimers({ now: new Date("2026-11-30T10:00:00Z") });
    vi.spyOn(Math, "random").mockReturnValue(0);
    const hall = this;
    vi.stubGlobal("fetch", this.fetch);
    vi.stubGlobal("window", globalThis);
    vi.stubGlobal("navigator", { onLine: true, language: "en" });
    vi.stubGlobal("document", { visibilityState: "visible" });
    vi.stubGlobal("location", {
      protocol: "http:",
      host: "page",
      hash: "",
      search: "",
      pathname: "/",
      origin: "http://page",
    });
    vi.stubGlobal("WebSocket", function open(url: string) {
      return new HallSocket(hall, url);
    });
    return this;
  }

  close(): void {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
    vi.useRealTimers();
  }
}

/** A socket whose other end is the hall. */
export class HallSocket {
  onopen: ((event: object) => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly joined = new Set<string>();
  readonly sent: Record<string, unknown>[] = [];
  isClosed = false;

  constructor(
    private readonly hall: Hall,
    readonly url: string,
  ) {
    hall.sockets.push(this);
    setTimeout(() => this.onopen?.({}), 0);
  }

  send(text: string): void {
    const frame = JSON.parse(text) as Record<string, unknown>;
    this.sent.push(frame);
    queueMicrotask(() => this.answer(frame)); // never before `send` has returned
  }

  private answer(frame: Record<string, unknown>): void {
    const room = String(frame.room);
    if (frame.type === "hello") this.says({ type: "welcome", user: null, heartbeat_s: 20 });
    if (frame.type === "ping") this.says({ type: "pong" });
    if (frame.type === "unsubscribe") this.joined.delete(room);
    if (frame.type !== "subscribe") return;
    if (this.hall.gone.has(room)) {
      this.says({ type: "error", code: "unknown_room", message: "there is no such room", room });
      return;
    }
    this.joined.add(room);
    for (const one of this.hall.room(room).subscribe(frame.since as string | undefined)) this.says(one);
  }

  close(): void {
    this.isClosed = true;
    this.joined.clear();
  }

  says(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  /** The line is cut. */
  cut(code = 1006): void {
    this.joined.clear();
    this.onclose?.({ code });
  }
}

let told = 0;
/** One item of a room. */
export const item = (event: string, data: Record<string, unknown> = {}, at = "2026-11-30T10:00:00Z"): Item => ({
  ...{ event, data, at },
  event_id: `told-${++told}`,
});

/** Lets `ms` pass, with all that is done meanwhile. */
export const pass = async (ms = 0): Promise<void> => void (await vi.advanceTimersByTimeAsync(ms));
