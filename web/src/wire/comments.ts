/**
 * The comments of one room, from its frames. Pure.
 *
 * A comment may come twice, after a resume or beside a snapshot: it is deduplicated by its id. Hidden comments are removed.
 */

export interface Comment {
  readonly id: string;
  readonly text: string;
  readonly role: string;
  /** RFC 3339. */
  readonly at: string;
}

/** The comments in a frame. `hidden` are ids. */
export interface CommentsFrame {
  readonly comments?: readonly Comment[];
  readonly hidden?: readonly string[];
  readonly comments_skipped?: number;
}

export interface RoomComments {
  /** Oldest first, at most `COMMENTS_MAX`, none twice, none that was hidden. */
  readonly comments: readonly Comment[];
  /** How many comments since the snapshot were skipped because they came too fast. */
  readonly commentsSkipped: number;
}

/** How many of the newest comments a viewer keeps. The server remembers as many hidden ones for a resume. */
export const COMMENTS_MAX = 200;
export const NO_COMMENTS: RoomComments = { comments: [], commentsSkipped: 0 };

/** The comments after a frame; the same object if it changes nothing. */
export function foldComments(before: RoomComments, frame: CommentsFrame): RoomComments {
  const skipped = frame.comments_skipped ?? 0;
  const comments = merged(before.comments, frame.comments ?? [], new Set(frame.hidden));
  if (comments === before.comments && skipped === 0) return before;
  return { comments, commentsSkipped: before.commentsSkipped + skipped };
}

function merged(known: readonly Comment[], added: readonly Comment[], hidden: ReadonlySet<string>): readonly Comment[] {
  const ids = new Set(known.map(({ id }) => id));
  const fresh = added.filter(({ id }) => !hidden.has(id) && !ids.has(id) && ids.add(id));
  const kept =
    hidden.size > 0 && known.some(({ id }) => hidden.has(id)) ? known.filter(({ id }) => !hidden.has(id)) : known;
  if (fresh.length === 0) return kept;
  return inOrder([...kept, ...fresh]).slice(-COMMENTS_MAX);
}

/** A resume may bring comments older than the newest known one: those that were skipped. */
function inOrder(comments: Comment[]): Comment[] {
  const times = new Map(comments.map(({ id, at }) => [id, Date.parse(at)]));
  return comments.sort((a, b) => (times.get(a.id) ?? 0) - (times.get(b.id) ?? 0));
}
