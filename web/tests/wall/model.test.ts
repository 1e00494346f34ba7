/** The wall: one fair's room, its history, and the lists around it. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Wall } from "../../src/wall/model";
import { SPREAD_MS } from "../../src/wire/throttle";
import { type Asked, Hall, item, pass, refusal } from "../hall";

const FAIR = { id: "f", org: "unit", title: "Fair", state: "open", booths: [{ org: "o", name: "Yunqi" }] };
const ROOM = "fair:f";

/** How long a read takes that fails each time, with half of the jitter. */
const REPEATED_MS = 1_500;

let hall: Hall;
beforeEach(() => {
  hall = new Hall().open();
  hall.on("GET /v1/fairs/f", FAIR);
  hall.on("GET /v1/fairs/f/jobs", ({ query }: Asked) =>
    query.flagged === "true"
      ? { items: [{ id: "j", flags: [{ kind: "age" }] }, { id: "k" }] }
      : { items: [{ id: "j" }] },
  );
  hall.list("/v1/fairs/f/timeline", { at: "2026-11-30T09:58:00Z", counters: { applications: 4 } });
  hall.room(ROOM).change({ applications: 5, jobs: 1 });
});
afterEach(() => hall.close());

async function started(): Promise<Wall> {
  const wall = new Wall("f", () => undefined);
  void wall.start();
  await pass();
  return wall;
}

/** Signed in as this, the way a page remembers it. */
function signedIn(claims: object): void {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const token = `${part({})}.${part({ sub: "boss", exp: 4e9, ...claims })}.x`;
  vi.stubGlobal("sessionStorage", { getItem: () => token, setItem: () => undefined });
}

const reads = (what: string): number => hall.reads(`/v1/fairs/f${what}`).length;

describe("begun", () => {
  test("it shows the fair, the names of its enterprises, the room and the jobs with most applications", async () => {
    const wall = await started();
    await pass(100);
    expect(wall.state).toMatchObject({ phase: "ready", fair: FAIR, top: [{ id: "j" }] });
    expect(wall.state.names.get("o")).toBe("Yunqi");
    expect(wall.state.room.counters).toEqual({ applications: 5, jobs: 1 });
  });

  test("it says hello as a guest, even if somebody is signed in", async () => {
    signedIn({ role: "organizer", org: "unit" });
    await started();
    expect(hall.socket.sent[0]).toEqual({ type: "hello" });
  });

  test("an organizer whose token expires sees what everybody sees", async () => {
    signedIn({ role: "organizer", org: "unit" });
    hall.on("GET /v1/fairs/f/jobs", ({ token }: Asked) => (token === null ? { items: [{ id: "j" }] } : refusal(401)));
    const wall = await started();
    await pass(6_000);
    expect(wall.state).toMatchObject({ phase: "ready", top: [{ id: "j" }] });
    expect(wall.state.flags.size).toBe(0);
  });

  test("its history is what fair remembers, then what the room says now", async () => {
    const wall = await started();
    await pass(100);
    const applications = wall.state.points.map(({ counters }) => counters.applications);
    expect(applications.at(-1)).toBe(5);
    expect(applications).toContain(4);
    const times = wall.state.points.map(({ at }) => at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  test("a fair without booths has no names", async () => {
    hall.on("GET /v1/fairs/f", { ...FAIR, booths: undefined });
    expect((await started()).state.names.size).toBe(0);
  });
});

describe("flags", () => {
  const flags = async (): Promise<unknown> => {
    const wall = await started();
    await pass(100);
    return Object.fromEntries(wall.state.flags);
  };

  test("the fair's organizer sees what ads are flagged for", async () => {
    signedIn({ role: "organizer", org: "unit" });
    expect(await flags()).toEqual({ j: [{ kind: "age" }], k: [] });
    const [top] = hall.reads("/v1/fairs/f/jobs");
    expect(top?.token).not.toBeNull();
  });

  test.each([
    ["another unit's organizer", { role: "organizer", org: "another" }],
    ["an enterprise", { role: "enterprise", org: "unit" }],
  ])("%s does not, and asks without a token", async (_name, claims) => {
    signedIn(claims);
    expect(await flags()).toEqual({});
    expect(hall.reads("/v1/fairs/f/jobs").map(({ token }) => token)).toEqual([null]);
  });

  test("without the list of top jobs there are flags all the same", async () => {
    signedIn({ role: "organizer", org: "unit" });
    hall.on("GET /v1/fairs/f/jobs", ({ query }: Asked) =>
      query.flagged === "true" ? { items: [{ id: "j", flags: [] }] } : refusal(503),
    );
    expect(await flags()).toEqual({ j: [] });
  });
});

describe("not found", () => {
  test("an unknown fair is shown so, and looked for every five seconds", async () => {
    hall.on("GET /v1/fairs/f", () => refusal(404));
    const wall = await started();
    expect(wall.state.phase).toBe("unknown");
    await pass(4_900);
    expect(reads("")).toBe(1);
    hall.on("GET /v1/fairs/f", FAIR);
    await pass(200);
    expect([wall.state.phase, wall.state.status.kind]).toEqual(["ready", "live"]);
  });

  test("a system that is away is tried again, later each time, and the wait is shown", async () => {
    vi.mocked(Math.random).mockReturnValue(0.5);
    hall.isAway = true;
    const wall = await started();
    const waits: number[] = [];
    for (let n = 0; n < 4; n++) {
      await pass(REPEATED_MS);
      const { status } = wall.state;
      if (status.kind !== "waiting") throw new Error(status.kind);
      waits.push(status.until - Date.now());
      await pass(waits.at(-1));
    }
    expect(waits).toEqual([500, 1_000, 2_000, 4_000]);
    expect(wall.state.phase).toBe("loading");
  });

  test("a machine without a network says so", async () => {
    Object.assign(navigator, { onLine: false });
    hall.isAway = true;
    expect((await started()).state.status.kind).toBe("offline");
  });

  test("a woken wall does not sit out the wait", async () => {
    vi.mocked(Math.random).mockReturnValue(0.5);
    hall.isAway = true;
    const wall = await started();
    hall.isAway = false;
    wall.wake();
    await pass();
    expect([wall.state.phase, hall.sockets.length]).toEqual(["ready", 1]);
    await pass(60_000);
    expect(hall.sockets.length).toBe(1);
  });

  test("a wall that was left is not tried again", async () => {
    hall.isAway = true;
    const wall = await started();
    wall.stop();
    const before = hall.asked.length;
    await pass(120_000);
    expect(hall.asked.length).toBe(before);
  });
});

describe("told by its room", () => {
  test("each change of the counters is a point of the curve", async () => {
    const wall = await started();
    await pass(2_000);
    hall.tell(ROOM, [], { applications: 6 });
    expect(wall.state.points.at(-1)).toMatchObject({ counters: { applications: 6 } });
  });

  test("applications and jobs move the top list, at a moment of each wall's own", async () => {
    vi.mocked(Math.random).mockReturnValue(0.5);
    await started();
    await pass(10_000);
    const before = reads("/jobs");
    hall.tell(ROOM, [], { applications: 6 });
    await pass(SPREAD_MS / 2 - 1);
    expect(reads("/jobs")).toBe(before);
    await pass(1);
    expect(reads("/jobs")).toBe(before + 1);
  });

  test("other counters do not", async () => {
    await started();
    await pass(10_000);
    const before = reads("/jobs");
    hall.tell(ROOM, [], { viewers: 6 });
    await pass(10_000);
    expect(reads("/jobs")).toBe(before);
  });

  test.each([
    ["FairPaused", {}, 1],
    ["BoothApproved", {}, 1],
    ["FairSessionStarted", {}, 0],
    ["JobPublished", { org: "o" }, 0],
    ["JobPublished", { org: "new" }, 1],
    ["JobPublished", { org: "new", enterprise: "New" }, 0],
  ])("after %s of %o it reads the fair %i times", async (event, data, times) => {
    await started();
    await pass(10_000);
    const before = reads("");
    hall.tell(ROOM, [item(event, data)]);
    await pass(10_000);
    expect(reads("")).toBe(before + times);
  });

  test("a new state of the fair is shown", async () => {
    const wall = await started();
    hall.on("GET /v1/fairs/f", { ...FAIR, state: "paused" });
    hall.tell(ROOM, [item("FairPaused", {})]);
    await pass(5_000);
    expect(wall.state.fair?.state).toBe("paused");
  });

  test("after a cut it reads all around the room again", async () => {
    await started();
    await pass(20_000);
    const before = [reads(""), reads("/jobs"), reads("/timeline")];
    hall.socket.cut();
    await pass(20_000);
    expect([reads(""), reads("/jobs"), reads("/timeline")]).toEqual(before.map((count) => count + 1));
  });

  test("a failed read leaves what is shown as it was", async () => {
    const wall = await started();
    await pass(10_000);
    hall.on("GET /v1/fairs/f", () => refusal(503)).on("GET /v1/fairs/f/jobs", () => refusal(503));
    hall.tell(ROOM, [item("FairPaused", {})], { applications: 9 });
    await pass(10_000);
    expect(wall.state).toMatchObject({ phase: "ready", fair: FAIR, top: [{ id: "j" }] });
  });
});

describe("archived", () => {
  beforeEach(() => {
    hall.gone.add(ROOM);
    hall.on("GET /v1/fairs/f", { ...FAIR, state: "archived" });
    hall.on("GET /v1/fairs/f/counters", { counters: { applications: 8, jobs: 2 }, decided: null });
  });

  test("it shows the fair's counters, top list and curve, and opens no socket", async () => {
    const wall = await started();
    await pass(100);
    expect(wall.state).toMatchObject({ status: { kind: "over" }, room: { counters: { applications: 8, jobs: 2 } } });
    expect([wall.state.top, wall.state.points.length > 0]).toEqual([[{ id: "j" }], true]);
    expect(hall.sockets.length).toBe(0);
  });

  test("woken, it reads nothing again", async () => {
    const wall = await started();
    await pass(100);
    const before = hall.asked.length;
    wall.wake();
    await pass(60_000);
    expect(hall.asked.length).toBe(before);
  });

  test("without its counters it says that it waits, and tries again", async () => {
    hall.on("GET /v1/fairs/f/counters", () => refusal(503));
    const wall = await started();
    expect(wall.state.status.kind).toBe("waiting");
    hall.on("GET /v1/fairs/f/counters", { counters: { applications: 8 } });
    await pass(1_000);
    expect([wall.state.status.kind, wall.state.room.counters]).toEqual(["over", { applications: 8 }]);
  });
});

test("a fair that is archived meanwhile ends the wall after the next cut", async () => {
  const wall = await started();
  await pass(100);
  hall.gone.add(ROOM);
  hall.on("GET /v1/fairs/f", { ...FAIR, state: "archived" });
  hall.on("GET /v1/fairs/f/counters", { counters: { applications: 9 } });
  hall.socket.cut();
  await pass(1_000);
  expect([wall.state.status.kind, wall.state.room.counters]).toEqual(["over", { applications: 9 }]);
});
