/**
 * What viewers say in passing in one room, as its frames tell it. Pure.
 *
 * A comment may come twice, after a cut or beside a snapshot: its id says so. What the host hides goes.
 */

export interface Comment {
  readonly id: string;
  readonly text: string;
  readonly role: string;
  /** RFC 3339. */
  readonly at: string;
}

/** What a frame says of it. `hidden` are ids. */
export interface Told {
  readonly comments?: readonly Comment[];
  readonly hidden?: readonly string[];
  readonly comments_skipped?: number;
}

export interface Talk {
  /** Oldest first, at most `COMMENTS_MAX`, none twice, none that was hidden. */
  readonly comments: readonly Comment[];
  /** How many were said since the snapshot that came too fast to be told. */
  readonly commentsSkipped: number;
}

/** How many comments a viewer keeps: the newest. The server remembers as many hidden ones for who comes back. */
export const COMMENTS_MAX = 200;
export const SILENCE: Talk = { comments: [], commentsSkipped: 0 };

/** The talk after what a frame says; the same object where that changes nothing. */
export function listen(talk: Talk, told: Told): Talk {
  const skipped = told.comments_skipped ?? 0;
  const comments = heard(talk.comments, told.comments ?? [], new Set(told.hidden));
  if (comments === talk.comments && skipped === 0) return talk;
  return { comments, commentsSkipped: talk.commentsSkipped + skipped };
}

function heard(known: readonly Comment[], told: readonly Comment[], hidden: ReadonlySet<string>): readonly Comment[] {
  const ids = new Set(known.map(({ id }) => id));
  const fresh = told.filter(({ id }) => !hidden.has(id) && !ids.has(id) && ids.add(id));
  const kept =
    hidden.size > 0 && known.some(({ id }) => hidden.has(id)) ? known.filter(({ id }) => !hidden.has(id)) : known;
  if (fresh.length === 0) return kept;
  return inOrder([...kept, ...fresh]).slice(-COMMENTS_MAX);
}

/** Who comes back may be told older comments than the newest it knows: those that were skipped. */
function inOrder(comments: Comment[]): Comment[] {
  const times = new Map(comments.map(({ id, at }) => [id, Date.parse(at)]));
  return comments.sort((a, b) => (times.get(a.id) ?? 0) - (times.get(b.id) ?? 0));
}
