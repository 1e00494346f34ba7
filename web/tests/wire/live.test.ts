/** The connection that keeps itself alive, with sockets, time and chance in the test's hands. */
import { beforeEach, expect, test } from "vitest";
import { RoomModel } from "../../dev/room_model.mjs";
import { Live, liveUrl, type Machinery, OPEN_MS, PONG_MS, QUIET_MS, type Socket, STEADY_MS } from "../../src/wire/live";
import { onRefusedToken } from "../../src/wire/refused_token";

const ROOM = "fair:1";

class FakeSocket implements Socket {
  onopen: Socket["onopen"] = null;
  onmessage: Socket["onmessage"] = null;
  onclose: Socket["onclose"] = null;
  sent: Record<string, unknown>[] = [];
  closed = false;
  send(text: string): void {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }
  close(): void {
    this.closed = true;
  }
  says(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

class FakeWorld implements Machinery {
  sockets: FakeSocket[] = [];
  clock = 1_000_000;
  online = true;
  chance = 0.5;
  private timers = new Map<number, { at: number; run: () => void }>();
  private last = 0;
  open(): Socket {
    this.sockets.push(new FakeSocket());
    return this.socket;
  }
  get socket(): FakeSocket {
    return this.sockets.at(-1)!;
  }
  now = (): number => this.clock;
  random = (): number => this.chance;
  isOnline = (): boolean => this.online;
  after(ms: number, run: () => void): number {
    this.timers.set(++this.last, { at: this.clock + ms, run });
    return this.last;
  }
  cancel(timer: number): void {
    this.timers.delete(timer);
  }
  pass(ms: number): void {
    const end = this.clock + ms;
    for (;;) {
      const due = [...this.timers].filter(([, timer]) => timer.at <= end).sort((a, b) => a[1].at - b[1].at)[0];
      if (due === undefined) break;
      this.timers.delete(due[0]);
      this.clock = due[1].at;
      due[1].run();
    }
    this.clock = end;
  }
}

let world: FakeWorld;
let model: RoomModel;
let live: Live;

beforeEach(() => {
  world = new FakeWorld();
  model = new RoomModel(ROOM);
  model.change({ jobs: 1 });
  live = new Live({ url: "ws://hall/v1/live", rooms: [ROOM], onChange: () => {}, machinery: world });
  live.start();
});

function welcome(): void {
  world.socket.onopen?.({} as never);
  world.socket.says({ type: "welcome", user: null, heartbeat_s: 20 });
}

function answer(): void {
  for (const frame of model.subscribe(world.socket.sent.at(-1)!.since as string | undefined)) world.socket.says(frame);
}

function join(): void {
  welcome();
  answer();
}

test("it says hello, joins, and is live once the snapshot came", () => {
  expect(live.status.kind).toBe("connecting");
  welcome();
  expect(world.socket.sent).toEqual([{ type: "hello" }, { type: "subscribe", room: ROOM }]);
  answer();
  expect([live.status.kind, live.rooms.get(ROOM)?.counters]).toEqual(["live", { jobs: 1 }]);
});

test("a token travels in hello and never in the address", () => {
  const signed = new Live({ url: "ws://hall", token: "t", rooms: [], onChange: () => {}, machinery: world });
  signed.start();
  world.socket.onopen?.({} as never);
  expect(world.socket.sent).toEqual([{ type: "hello", token: "t" }]);
});

test("after a cut it resumes with the last position and misses nothing", () => {
  join();
  const known = model.position;
  world.socket.onclose?.({ code: 1006 });
  model.change({ jobs: 2 });
  expect(live.status).toEqual({ kind: "waiting", until: world.clock + 500 });
  world.pass(500);
  welcome();
  expect(world.socket.sent.at(-1)).toEqual({ type: "subscribe", room: ROOM, since: known });
  answer();
  expect([live.status.kind, live.rooms.get(ROOM)?.counters]).toEqual(["live", { jobs: 2 }]);
});

test("told to reload it shows so, and takes the snapshot", () => {
  join();
  model.forget();
  world.socket.says({ type: "reload", room: ROOM, reason: "epoch" });
  expect(live.rooms.get(ROOM)?.reloading).toBe(true);
  world.socket.says(model.snapshot());
  expect(live.rooms.get(ROOM)?.reloading).toBe(false);
});

test("waits grow with each failure, up to their bound, and a steady connection starts them anew", () => {
  const waits: number[] = [];
  for (let n = 0; n < 8; n++) {
    world.socket.onclose?.({ code: 1006 });
    waits.push((live.status as { until: number }).until - world.clock);
    world.pass(waits.at(-1)!);
  }
  expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 15000, 15000, 15000]);
  join();
  world.pass(STEADY_MS);
  world.socket.onclose?.({ code: 1001 });
  expect(live.status).toEqual({ kind: "waiting", until: world.clock + 500 });
});

test("a server that accepts and disconnects at once is not hammered", () => {
  for (let n = 0; n < 3; n++) {
    join();
    world.socket.onclose?.({ code: 1006 });
    world.pass((live.status as { until: number }).until - world.clock);
  }
  join();
  world.socket.onclose?.({ code: 1006 });
  expect((live.status as { until: number }).until - world.clock).toBe(4000);
});

test("after silence it pings; any frame keeps the connection", () => {
  join();
  world.pass(QUIET_MS);
  expect(world.socket.sent.at(-1)).toEqual({ type: "ping" });
  world.socket.says({ type: "pong" });
  world.pass(PONG_MS);
  expect([live.status.kind, world.sockets.length]).toEqual(["live", 1]);
});

test("without a pong in time it drops the socket and connects again", () => {
  join();
  world.pass(QUIET_MS + PONG_MS);
  expect([live.status.kind, world.socket.closed]).toEqual(["waiting", true]);
  world.pass(1000);
  expect(world.sockets.length).toBe(2);
});

test("a connection that never answers is given up", () => {
  world.pass(OPEN_MS);
  expect(live.status.kind).toBe("waiting");
});

test("frames of a dropped socket are ignored", () => {
  join();
  const old = world.socket;
  world.pass(QUIET_MS + PONG_MS);
  old.says(model.change({ jobs: 99 }));
  expect(live.rooms.get(ROOM)?.counters).toEqual({ jobs: 1 });
});

test("without a network it is offline, and comes back at once when woken", () => {
  join();
  world.online = false;
  world.socket.onclose?.({ code: 1006 });
  expect(live.status.kind).toBe("offline");
  live.wake();
  expect([live.status.kind, world.sockets.length]).toEqual(["connecting", 2]);
});

test("woken while live it makes sure of its socket", () => {
  join();
  live.wake();
  expect(world.socket.sent.at(-1)).toEqual({ type: "ping" });
});

test("a bad token is final", () => {
  world.socket.onclose?.({ code: 4401 });
  world.pass(120_000);
  expect([live.status, world.sockets.length]).toEqual([{ kind: "refused", code: 4401 }, 1]);
});

test("listeners learn of a bad token, and the connection can go on as a guest, where the room is", () => {
  const refused: string[] = [];
  const stop = onRefusedToken((token) => refused.push(token));
  live = new Live({ url: "ws://hall", token: "old", rooms: [ROOM, "me"], onChange: () => {}, machinery: world });
  live.start();
  welcome();
  const [first] = model.subscribe(undefined);
  world.socket.says(first!);
  world.socket.says({ ...first!, room: "me" });
  world.socket.onclose?.({ code: 4401 });
  stop();
  expect([refused, live.status.kind]).toEqual([["old"], "refused"]);
  live.goOnAsGuest([ROOM]);
  welcome();
  const position = live.rooms.get(ROOM)?.position;
  expect(world.socket.sent).toEqual([{ type: "hello" }, { type: "subscribe", room: ROOM, since: position }]);
  expect([...live.rooms.keys()]).toEqual([ROOM]);
});

test("a room that is not known yet is asked for again later", () => {
  welcome();
  world.socket.says({ type: "error", code: "unknown_room", message: "no such room", room: ROOM });
  expect(live.status.kind).toBe("waiting");
  world.pass(500);
  join();
  expect(live.status.kind).toBe("live");
});

test("a page hears that its room is not known, once per attempt, and of no other refusal", () => {
  let heard = 0;
  live.stop();
  const onUnknown = (): void => void heard++;
  live = new Live({ url: "ws://hall/v1/live", rooms: [ROOM], onChange: () => {}, onUnknown, machinery: world });
  live.start();
  for (const code of ["unknown_room", "forbidden", "unknown_room"]) {
    welcome();
    world.socket.says({ type: "error", code, message: "no", room: ROOM });
    if (live.status.kind === "waiting") world.pass(live.status.until - world.now());
  }
  expect(heard).toBe(2);
});

test("unreadable frames are skipped", () => {
  join();
  world.socket.onmessage?.({ data: "{" });
  world.socket.says({ type: "update", room: ROOM, position: 3 });
  world.socket.says({ type: "news" });
  expect([live.status.kind, live.rooms.get(ROOM)?.counters]).toEqual(["live", { jobs: 1 }]);
});

test("stopped, it leaves no timer and no socket", () => {
  join();
  live.stop();
  world.pass(120_000);
  expect([world.socket.closed, world.sockets.length]).toEqual([true, 1]);
});

test("the address comes from the configuration, or is this origin's", () => {
  expect(liveUrl("ws://hall:9/", { protocol: "http:", host: "x" })).toBe("ws://hall:9/v1/live");
  expect(liveUrl("", { protocol: "https:", host: "fair.example" })).toBe("wss://fair.example/v1/live");
});

test("one more room is joined at once, and left again", () => {
  join();
  live.join("fair:2");
  live.join("fair:2");
  expect(world.socket.sent.at(-1)).toEqual({ type: "subscribe", room: "fair:2" });
  expect(world.socket.sent).toHaveLength(3);
  live.leave("fair:2");
  expect(world.socket.sent.at(-1)).toEqual({ type: "unsubscribe", room: "fair:2" });
  expect([...live.rooms.keys()]).toEqual([ROOM]);
});

test("a room that is joined while the line is down is asked for when it is back", () => {
  live.join("fair:2");
  welcome();
  expect(world.socket.sent.map((frame) => frame.room)).toEqual([undefined, ROOM, "fair:2"]);
});
