/** Frames of `/v1/live`: validated here once, trusted everywhere else. */
import type { Item, RoomFrame } from "./room";

export interface Welcome {
  readonly type: "welcome";
  readonly user: string | null;
}
export interface Pong {
  readonly type: "pong";
}
export interface ErrorFrame {
  readonly type: "error";
  readonly code: string;
  readonly message: string;
  readonly room?: string;
}
export type ServerFrame = RoomFrame | Welcome | Pong | ErrorFrame;

/** The frame in `text`, or null if this client does not know it: newer servers may send more. */
export function parseFrame(text: unknown): ServerFrame | null {
  if (typeof text !== "string") return null;
  let frame: unknown;
  try {
    frame = JSON.parse(text);
  } catch {
    return null;
  }
  return isRecord(frame) && isKnown(frame) ? (frame as unknown as ServerFrame) : null;
}

function isKnown(frame: Record<string, unknown>): boolean {
  switch (frame.type) {
    case "snapshot":
      return isPlaced(frame) && isCounters(frame.counters) && isItems(frame.items) && isTalk(frame);
    case "update":
      return isPlaced(frame) && isCounters(frame.counters ?? {}) && isItems(frame.items ?? []) && isTalk(frame);
    case "resumed":
      return isPlaced(frame);
    case "reload":
      return typeof frame.room === "string";
    case "error":
      return typeof frame.code === "string";
    default:
      return frame.type === "welcome" || frame.type === "pong";
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isPlaced(frame: Record<string, unknown>): boolean {
  return typeof frame.room === "string" && typeof frame.position === "string";
}

function isCounters(value: unknown): boolean {
  return isRecord(value) && Object.values(value).every((count) => Number.isFinite(count));
}

function isTalk({ comments = [], hidden = [], comments_skipped = 0 }: Record<string, unknown>): boolean {
  return (
    isListOf(isComment, comments) &&
    isListOf((id) => typeof id === "string", hidden) &&
    Number.isFinite(comments_skipped)
  );
}

function isComment(comment: unknown): boolean {
  return isRecord(comment) && ["id", "text", "role", "at"].every((name) => typeof comment[name] === "string");
}

function isListOf(isOne: (value: unknown) => boolean, value: unknown): boolean {
  return Array.isArray(value) && value.every(isOne);
}

function isItems(value: unknown): value is Item[] {
  return (
    Array.isArray(value) &&
    value.every((item) => isRecord(item) && typeof item.event === "string" && isRecord(item.data))
  );
}
