/** What all pages do alike: begin, follow a room, read again, stop. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Followed, Following, notConnected } from "../../src/page/following";
import type { Config } from "../../src/wire/api/config";
import { Refused } from "../../src/wire/http";
import type { Item } from "../../src/wire/room";
import { Hall, item, pass } from "../hall";

interface State extends Followed {
  readonly greeting: string;
}

/** The smallest page: begins with one word, and reads again whenever its room has news. */
class Page extends Following<State> {
  begun = 0;
  readings = 0;
  ticks = 0;
  seen = 0;
  news: (readonly string[])[] = [];
  fails: unknown = null;
  over = false;
  /** Whether it is over as soon as it reads that again. */
  overSoon = false;
  lasts: unknown = null;
  /** Ends the first read; null if it ends on its own. */
  hold: Promise<void> | null = null;
  readonly read = this.throttled(async () => {
    this.readings += 1;
    if (this.fails !== null) throw this.fails;
  }, 1_000);

  constructor(
    onChange: () => void = () => undefined,
    private readonly bearer?: string,
  ) {
    super({ ...notConnected("fair:f"), greeting: "" }, onChange);
  }

  protected override get token(): string | undefined {
    return this.bearer;
  }

  protected override async begin(config: Promise<Config>): Promise<void> {
    this.begun += 1;
    await config;
    if (this.hold !== null) await this.hold;
    if (this.fails !== null) throw this.fails;
    this.set({ greeting: "hello" });
  }

  protected override onNews(news: readonly Item[]): void {
    this.news.push(news.map(({ event }) => event));
    if (news.length > 0) this.read.want();
  }

  protected override follow(url: string): void {
    super.follow(url);
    this.every(5_000, () => (this.ticks += 1));
    this.everySeen(5_000, () => (this.seen += 1));
  }

  protected override isOver(): boolean {
    return this.over;
  }

  protected override async readWhetherOver(): Promise<void> {
    this.over = this.overSoon;
    this.set({});
  }

  protected override async lastRoom(): Promise<{ counters: Record<string, number> }> {
    if (this.lasts !== null) throw this.lasts;
    return { counters: { jobs: 7 } };
  }

  override set(changes: Partial<State>): void {
    super.set(changes);
  }

  late(): void {
    this.every(5_000, () => (this.ticks += 1));
  }

  again(ms: number): void {
    this.startLater(ms);
  }
}

let hall: Hall;
beforeEach(() => (hall = new Hall().open()));
afterEach(() => hall.close());

async function started(page = new Page()): Promise<Page> {
  void page.start();
  await pass();
  return page;
}

test("it begins with its reads, then follows the room where the configuration says", async () => {
  hall.room("fair:f").change({ jobs: 3 });
  const phases: string[] = [];
  const page: Page = new Page(() => phases.push(`${page.state.phase} ${page.state.status.kind}`));
  await started(page);
  expect([...new Set(phases)]).toEqual(["loading connecting", "ready connecting", "ready live"]);
  expect(hall.socket.url).toBe("ws://edge/v1/live");
  expect(page.state).toMatchObject({ greeting: "hello", error: null, updatedAt: Date.now() });
  expect(page.state.room.counters).toEqual({ jobs: 3 });
});

test("a guest says hello without a token, a person with theirs", async () => {
  await started();
  expect(hall.socket.sent[0]).toEqual({ type: "hello" });
  await started(new Page(undefined, "secret"));
  expect(hall.socket.sent[0]).toEqual({ type: "hello", token: "secret" });
});

test("each item of the room is news once", async () => {
  hall.room("fair:f").change({}, [item("JobPublished")]);
  const page = await started();
  hall.tell("fair:f", [item("JobClosed"), item("FairClosed")]);
  hall.tell("fair:f", [], { applications: 1 });
  expect(page.news.filter((news) => news.length > 0)).toEqual([["JobPublished"], ["JobClosed", "FairClosed"]]);
  expect(page.state.room.counters).toEqual({ applications: 1 });
});

test("however much is told, a throttled read runs once per interval", async () => {
  const page = await started();
  for (let n = 0; n < 20; n++) hall.tell("fair:f", [item("JobPublished")]);
  await pass(10);
  expect(page.readings).toBe(1);
  for (let n = 0; n < 20; n++) hall.tell("fair:f", [item("JobPublished")]);
  await pass(500);
  expect(page.readings).toBe(1);
  await pass(500);
  expect(page.readings).toBe(2);
});

test("a read beside the room that fails changes nothing, and the next one is tried", async () => {
  const page = await started();
  page.fails = new Error("away");
  hall.tell("fair:f", [item("JobPublished")]);
  await pass(10);
  expect([page.state.phase, page.state.greeting]).toEqual(["ready", "hello"]);
  page.fails = null;
  hall.tell("fair:f", [item("JobPublished")]);
  await pass(1_000);
  expect(page.readings).toBe(2);
});

test.each([
  [new Refused(404, "none"), "unknown"],
  [new Refused(422, "not an id"), "unknown"],
  [new Refused(503, "later"), "failed"],
  [new TypeError("no network"), "failed"],
])("first reads that fail with %s leave the page %s", async (error, phase) => {
  const page = new Page();
  page.fails = error;
  await started(page);
  expect([page.state.phase, page.state.error, hall.sockets.length]).toEqual([phase, error, 0]);
});

test("no configuration, no page", async () => {
  hall.on("GET /pages/config.json", () => new Response("", { status: 502 }));
  expect((await started()).state.phase).toBe("failed");
});

test("a page that failed begins anew when it is woken, one that is ready does not", async () => {
  const page = new Page();
  page.fails = new Error("away");
  await started(page);
  page.fails = null;
  page.wake();
  expect(page.state).toMatchObject({ phase: "loading", error: null });
  await pass();
  expect([page.state.phase, page.begun]).toEqual(["ready", 2]);
  page.wake();
  await pass();
  expect(page.begun).toBe(2);
});

test("a woken page makes sure of its connection", async () => {
  const page = await started();
  page.wake();
  expect(hall.socket.sent.at(-1)).toEqual({ type: "ping" });
});

test("a cut shows, and the room is resumed where it was left", async () => {
  const page = await started();
  const { position } = page.state.room;
  hall.socket.cut();
  expect(page.state.status.kind).toBe("waiting");
  hall.room("fair:f").change({ jobs: 9 }, [item("JobPublished")]);
  await pass(1_000);
  expect(hall.socket.sent.at(-1)).toEqual({ type: "subscribe", room: "fair:f", since: position });
  expect([page.state.status.kind, page.state.room.counters]).toEqual(["live", { jobs: 9 }]);
});

test("a page that stops closes its socket, and neither its timers nor its reads go on", async () => {
  const page = await started();
  await pass(5_000);
  expect([page.ticks, page.seen]).toEqual([1, 1]);
  hall.tell("fair:f", [item("JobPublished")]);
  page.stop();
  const { socket } = hall;
  await pass(60_000);
  expect([socket.isClosed, page.ticks, page.seen, page.readings]).toEqual([true, 1, 1, 0]);
});

test("a page that is left while it begins opens no socket and changes no more", async () => {
  let end = (): void => undefined;
  const page = new Page();
  page.hold = new Promise((done) => (end = done));
  await started(page);
  page.stop();
  end();
  await pass(10_000);
  expect([hall.sockets.length, page.state.phase]).toEqual([0, "loading"]);
});

test("of two starts the second one counts, also where the first fails later", async () => {
  let end = (_error: unknown): void => undefined;
  const page = new Page();
  page.hold = new Promise((_done, fail) => (end = fail));
  await started(page);
  page.hold = null;
  await started(page);
  end(new Error("too late"));
  await pass();
  expect([page.state.phase, page.begun, hall.sockets.length]).toEqual(["ready", 2, 1]);
});

test("started again it follows anew, by one socket", async () => {
  const page = await started();
  const before = hall.socket;
  await started(page);
  expect([before.isClosed, hall.socket.isClosed, hall.sockets.length]).toEqual([true, false, 2]);
  await pass(5_000);
  expect(page.ticks).toBe(1);
});

test("a read that ends after the page has stopped sets no timer", async () => {
  const page = await started();
  page.stop();
  page.late();
  await pass(60_000);
  expect(page.ticks).toBe(0);
});

test("timers for visible pages wait while the page is hidden", async () => {
  const page = await started();
  hide(true);
  await pass(10_000);
  expect([page.ticks, page.seen]).toEqual([2, 0]);
  hide(false);
  await pass(5_000);
  expect(page.seen).toBe(1);
});

test("a page that begins later does so once, and not after it was stopped", async () => {
  const page = await started();
  page.again(2_000);
  await pass(2_000);
  expect(page.begun).toBe(2);
  page.again(2_000);
  page.stop();
  await pass(10_000);
  expect(page.begun).toBe(2);
});

test("a page that is over shows the last counters without a socket, and starts no timer", async () => {
  const page = new Page();
  page.over = true;
  await started(page);
  expect([page.state.status, page.state.room.counters]).toEqual([{ kind: "over" }, { jobs: 7 }]);
  expect(page.state).toMatchObject({ phase: "ready", room: { known: true } });
  await pass(60_000);
  expect([hall.sockets.length, page.ticks, page.begun]).toEqual([0, 0, 1]);
});

test("a page that is over while its room is away ends there, without another attempt", async () => {
  const page = await started();
  hall.gone.add("fair:f");
  page.overSoon = true;
  hall.socket.cut();
  await pass(1_000);
  expect([page.state.status, page.state.room.counters]).toEqual([{ kind: "over" }, { jobs: 7 }]);
  const { length } = hall.sockets;
  await pass(60_000);
  expect([hall.sockets.length, hall.socket.isClosed, page.ticks]).toEqual([length, true, 0]);
});

test("a room that is away from a page that is not over is tried again", async () => {
  hall.gone.add("fair:f");
  const page = await started();
  expect(page.state.status.kind).toBe("waiting");
  hall.gone.clear();
  await pass(1_000);
  expect(page.state.status.kind).toBe("live");
});

test("a page that reads that it is over leaves its room", async () => {
  const page = await started();
  page.over = true;
  page.set({});
  await pass();
  expect([page.state.status.kind, hall.socket.isClosed]).toEqual(["over", true]);
});

test("last counters that cannot be read are a failure, and are read when the page starts again", async () => {
  const page = new Page();
  [page.over, page.lasts] = [true, new Error("away")];
  await started(page);
  expect(page.state.phase).toBe("failed");
  page.lasts = null;
  page.wake();
  await pass();
  expect([page.state.phase, page.state.status.kind]).toEqual(["ready", "over"]);
});

test("a page that was left while it read the last counters changes no more", async () => {
  const page = await started();
  page.over = true;
  page.set({});
  page.stop();
  await pass();
  expect(page.state.status.kind).toBe("live");
});

function hide(isHidden: boolean): void {
  Object.assign(document, { visibilityState: isHidden ? "hidden" : "visible" });
}
