/** The fold of a room: what each frame does to what a viewer knows. */
import { expect, test } from "vitest";
import { RoomModel, SNAPSHOT_ITEMS } from "../../dev/room_model.mjs";
import { emptyRoom, fold, ITEMS_MAX, type Item, type Room, type RoomFrame } from "../../src/wire/room";
import { chance } from "../chance";

const ROOM = "fair:1";

function item(number: number): Item {
  return {
    event: "JobPublished",
    event_id: `event-${number}`,
    at: "2026-01-01T00:00:00Z",
    data: { job: `job-${number}` },
  };
}

function snapshot(position: string, counters = {}, items: Item[] = []): RoomFrame {
  return { type: "snapshot", room: ROOM, position, counters, items };
}

function folded(...frames: RoomFrame[]): Room {
  return frames.reduce(fold, emptyRoom(ROOM));
}

test("a snapshot replaces everything that was known", () => {
  const room = folded(snapshot("a:0:1", { jobs: 1 }, [item(1)]), snapshot("b:0:1", { drops: 2 }, [item(2)]));
  expect([room.counters, room.items, room.position]).toEqual([{ drops: 2 }, [item(2)], "b:0:1"]);
});

test("an update changes the counters it names, and adds its items", () => {
  const room = folded(snapshot("a:0:1", { jobs: 1, drops: 0 }, [item(1)]), {
    type: "update",
    room: ROOM,
    position: "a:0:2",
    counters: { jobs: 2 },
    items: [item(2)],
  });
  expect([room.counters, room.items]).toEqual([{ jobs: 2, drops: 0 }, [item(1), item(2)]]);
});

test("an update that comes a second time changes nothing", () => {
  const update: RoomFrame = { type: "update", room: ROOM, position: "a:0:2", items: [item(2)] };
  const once = folded(snapshot("a:0:1"), update);
  expect(fold(once, update)).toBe(once);
});

test("the number of viewers changes while the log's position stays; items are not added twice", () => {
  const update: RoomFrame = {
    type: "update",
    room: ROOM,
    position: "a:0:1",
    counters: { viewers: 7 },
    items: [item(2)],
  };
  const room = folded(snapshot("a:0:1"), update);
  expect([room.counters.viewers, room.items]).toEqual([7, folded(snapshot("a:0:1")).items]);
  expect(fold(room, { type: "update", room: ROOM, position: "a:0:0", counters: { viewers: 9 } })).toBe(room);
});

const SAID = { id: "c1", text: "hello", role: "student", at: "2026-01-01T00:00:00Z" };

test("comments change while the log's position stays, and with it; a snapshot brings all of them again", () => {
  const first = folded({ ...snapshot("a:0:1"), comments: [SAID] } as RoomFrame);
  const beside = fold(first, {
    type: "update",
    room: ROOM,
    position: "a:0:1",
    comments: [{ ...SAID, id: "c2" }],
    comments_skipped: 2,
  });
  const room = fold(beside, {
    type: "update",
    room: ROOM,
    position: "a:0:2",
    items: [item(2)],
    hidden: ["c1"],
    comments: [{ ...SAID, id: "c3" }],
  });
  expect([room.comments.map(({ id }) => id), room.commentsSkipped, room.items]).toEqual([["c2", "c3"], 2, [item(2)]]);
  const anew = fold(room, snapshot("a:0:3"));
  expect([anew.comments, anew.commentsSkipped]).toEqual([[], 0]);
});

test("a comment that is known already changes nothing", () => {
  const room = folded({ ...snapshot("a:0:1"), comments: [SAID] } as RoomFrame);
  expect(fold(room, { type: "update", room: ROOM, position: "a:0:1", comments: [SAID] })).toBe(room);
});

test("an update without a snapshot below it is not shown", () => {
  expect(folded({ type: "update", room: ROOM, position: "a:0:2", counters: { jobs: 9 } }).counters).toEqual({});
});

test("a frame of another room changes nothing", () => {
  const room = folded(snapshot("a:0:1"));
  expect(fold(room, { type: "reload", room: "fair:2" })).toBe(room);
});

test("resumed keeps the old position, so that a second cut asks for the same again", () => {
  const room = folded(snapshot("a:0:1"), { type: "resumed", room: ROOM, position: "a:0:7" });
  expect(room.position).toBe("a:0:1");
});

test("reload keeps the old numbers on display, marked, until the snapshot", () => {
  const marked = folded(snapshot("a:0:1", { jobs: 4 }), { type: "reload", room: ROOM, reason: "epoch" });
  expect([marked.counters, marked.reloading, marked.position]).toEqual([{ jobs: 4 }, true, null]);
  expect(fold(marked, snapshot("b:0:0")).reloading).toBe(false);
});

test("only the newest items are kept", () => {
  let room = folded(snapshot("a:0:0"));
  for (let n = 1; n <= ITEMS_MAX + 5; n++) {
    room = fold(room, { type: "update", room: ROOM, position: `a:0:${n}`, items: [item(n)] });
  }
  expect([room.items.length, room.items[0]]).toEqual([ITEMS_MAX, item(6)]);
});

/** A viewer who is cut at random places, sometimes in the middle of what was missed. */
function watchWithCuts(seed: number): { room: Room; fresh: Room } {
  const random = chance(seed);
  const upTo = (most: number): number => Math.floor(random() * most);
  const model = new RoomModel(ROOM, 1 + upTo(40));
  let room = emptyRoom(ROOM);
  let connected = false;
  for (let step = 0, number = 0; step < 200; step++) {
    const dice = random();
    if (dice < 0.7) {
      const items = Array.from({ length: upTo(3) }, () => item(number++));
      const update = model.change({ [`counter${upTo(4)}`]: upTo(1000) }, items, 1 + upTo(3)) as RoomFrame;
      if (connected) room = fold(room, update);
    } else if (dice < 0.8) {
      connected = false;
    } else if (dice < 0.98) {
      const frames = model.subscribe(room.position ?? undefined, 1 + upTo(5)) as RoomFrame[];
      connected = random() < 0.6; // else the line is cut before all of the answer came
      room = frames.slice(0, connected ? undefined : upTo(frames.length + 1)).reduce(fold, room);
    } else {
      model.forget();
      connected = false;
    }
  }
  room = (model.subscribe(room.position ?? undefined) as RoomFrame[]).reduce(fold, room);
  return { room, fresh: (model.subscribe(undefined) as RoomFrame[]).reduce(fold, emptyRoom(ROOM)) };
}

test("snapshot and updates with any cuts and resumes equal a fresh snapshot", () => {
  for (let seed = 1; seed <= 300; seed++) {
    const { room, fresh } = watchWithCuts(seed);
    expect(room.counters, `counters with seed ${seed}`).toEqual(fresh.counters);
    expect(room.items.slice(-SNAPSHOT_ITEMS), `items with seed ${seed}`).toEqual(fresh.items);
    expect(room.position, `position with seed ${seed}`).toBe(fresh.position);
  }
});
