/** Comments from three sources merged: the room, what was read, and what this page has sent. Pure. */
import type { Role } from "../signed_in";
import type { Comment } from "../wire/comments";

/** A comment as this viewer may see it. */
export interface ViewedComment extends Comment {
  /** Whether the viewer wrote it. */
  readonly mine?: boolean;
  /** The author; only the host sees it. */
  readonly person?: string;
  /** Hidden from the room; only the host still sees it. */
  readonly hidden?: boolean;
}

/** How many the list shows: the newest. */
export const SHOWN_MAX = 120;
export const LENGTH_MAX = 100;

/** What this page has sent itself. */
export interface Own {
  readonly ids: ReadonlySet<string>;
  /** In the log, but not in the room yet. A comment that leaves the room was hidden, also for its author. */
  readonly notInRoom: readonly Comment[];
}

/** Each comment once, oldest first. A comment that was read has more fields than one from the room. */
export function mergedComments(
  inRoom: readonly Comment[],
  read: readonly ViewedComment[],
  own: Own,
  hidden: ReadonlySet<string>,
): readonly ViewedComment[] {
  const known = new Map<string, ViewedComment>();
  for (const one of [...own.notInRoom, ...inRoom, ...read]) known.set(one.id, { ...known.get(one.id), ...one });
  const all = [...known.values()].map((one) => marked(one, own.ids.has(one.id), hidden.has(one.id)));
  return all.toSorted((a, b) => moment(a) - moment(b)).slice(-SHOWN_MAX);
}

function marked(one: ViewedComment, isOwn: boolean, isHidden: boolean): ViewedComment {
  return isOwn || isHidden ? { ...one, ...(isOwn ? { mine: true } : {}), ...(isHidden ? { hidden: true } : {}) } : one;
}

export function moment({ at }: Comment): number {
  return new Date(at).getTime();
}

/** As it is sent: one line, without characters that break it or turn its direction. */
export function tidy(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, "")
    .trim();
}

/** How many characters, as the limit counts them: one that a browser keeps as two halves is one. */
export function lengthOf(text: string): number {
  return [...tidy(text)].length;
}

/** Whether the newest of `items` about `session` says that this person may not comment there. */
export function isMuted(
  items: readonly { readonly event: string; readonly data: Readonly<Record<string, unknown>> }[],
  session: string,
): boolean {
  const about = items.filter(
    ({ event, data }) => (event === "CommenterMuted" || event === "CommenterUnmuted") && data.session === session,
  );
  return about.at(-1)?.event === "CommenterMuted";
}

/** Roles shown beside a comment; most authors are students, who get no mark. */
export function isMarked(role: string): role is Exclude<Role, "student"> {
  return role === "enterprise" || role === "organizer";
}
