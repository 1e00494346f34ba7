/**
 * What a viewer knows of one room: a snapshot, folded with every update since.
 *
 * Pure: no socket, clock or page. `live.ts` transports the frames, this file interprets them.
 */

import { type CommentsFrame, foldComments, NO_COMMENTS, type RoomComments } from "./comments";

export interface Item {
  readonly event: string;
  readonly event_id: string;
  readonly at: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export type Counters = Readonly<Record<string, number>>;

export interface Snapshot extends CommentsFrame {
  readonly type: "snapshot";
  readonly room: string;
  readonly position: string;
  readonly decided?: string | null;
  readonly counters: Counters;
  readonly items: readonly Item[];
}
export interface Update extends CommentsFrame {
  readonly type: "update";
  readonly room: string;
  readonly position: string;
  readonly decided?: string | null;
  readonly counters?: Counters;
  readonly items?: readonly Item[];
}
export interface Resumed {
  readonly type: "resumed";
  readonly room: string;
  readonly position: string;
}
export interface Reload {
  readonly type: "reload";
  readonly room: string;
  readonly reason?: string;
}
export type RoomFrame = Snapshot | Update | Resumed | Reload;

export interface Room extends RoomComments {
  readonly name: string;
  /** The `since` of a resume; null before the first snapshot and during a reload. */
  readonly position: string | null;
  /** The newest log position that the room includes; usable as `after` of a read. */
  readonly decided: string | null;
  readonly counters: Counters;
  /** Oldest first, at most `ITEMS_MAX`. */
  readonly items: readonly Item[];
  /** False until a first snapshot came. */
  readonly known: boolean;
  /** True from a `reload` until the snapshot that follows it. */
  readonly reloading: boolean;
}

/** How many items a viewer keeps: the newest. A snapshot brings 100. */
export const ITEMS_MAX = 200;

export function emptyRoom(name: string): Room {
  return {
    name,
    position: null,
    decided: null,
    counters: {},
    items: [],
    ...NO_COMMENTS,
    known: false,
    reloading: false,
  };
}

/** The room after `frame`; the same object if nothing changes. */
export function fold(room: Room, frame: RoomFrame): Room {
  if (frame.room !== room.name) return room;
  switch (frame.type) {
    case "snapshot":
      return foldSnapshot(room, frame);
    case "update":
      return foldUpdate(room, frame);
    case "resumed":
      // Its position is not taken over: what was missed is still to come, and a second cut must ask for it again.
      return room.reloading ? { ...room, reloading: false } : room;
    case "reload":
      // The old numbers stay on display, marked; the next `subscribe` after a cut asks for a snapshot.
      return { ...room, position: null, reloading: true };
  }
}

function foldSnapshot(room: Room, frame: Snapshot): Room {
  return {
    name: room.name,
    position: frame.position,
    decided: frame.decided ?? null,
    counters: { ...frame.counters },
    items: frame.items.slice(-ITEMS_MAX),
    ...foldComments(NO_COMMENTS, frame),
    known: true,
    reloading: false,
  };
}

function foldUpdate(room: Room, frame: Update): Room {
  // Without a snapshot below it an update would show a part as the whole; a repeated one would show items twice.
  if (room.position === null) return room;
  if (frame.position === room.position) return beside(room, frame);
  if (!isNewer(frame.position, room.position)) return room;
  return {
    ...room,
    ...foldComments(commentsOf(room), frame),
    position: frame.position,
    decided: frame.decided ?? room.decided,
    counters: frame.counters ? { ...room.counters, ...frame.counters } : room.counters,
    items: frame.items?.length ? [...room.items, ...frame.items].slice(-ITEMS_MAX) : room.items,
  };
}

/** Counters and comments outside the log, such as viewers, change without a new position. Items of such a frame are known already. */
function beside(room: Room, frame: Update): Room {
  const [before, counters] = [commentsOf(room), frame.counters ?? {}];
  const after = foldComments(before, frame);
  const isKnown = Object.entries(counters).every(([name, value]) => room.counters[name] === value);
  if (isKnown && after === before) return room;
  return { ...room, ...after, counters: isKnown ? room.counters : { ...room.counters, ...counters } };
}

function commentsOf({ comments, commentsSkipped }: Room): RoomComments {
  return { comments, commentsSkipped };
}

/** Whether `a` is newer than `b`. Positions of different epochs or partitions cannot be compared and count as newer. */
function isNewer(a: string, b: string): boolean {
  const [placeA, offsetA] = split(a);
  const [placeB, offsetB] = split(b);
  return placeA !== placeB || offsetA > offsetB;
}

function split(position: string): [place: string, offset: number] {
  const at = position.lastIndexOf(":");
  return [position.slice(0, at), Number(position.slice(at + 1))];
}
