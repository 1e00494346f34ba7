/** What viewers hear of each other: no comment twice, none that was hidden, in the order of the log. */
import { expect, test } from "vitest";
import {
  COMMENTS_MAX,
  type Comment,
  type CommentsFrame,
  foldComments,
  NO_COMMENTS,
  type RoomComments,
} from "../../src/wire/comments";
import { chance } from "../chance";

function comment(number: number): Comment {
  const at = new Date(Date.UTC(2026, 0, 1) + number * 500).toISOString().replace(".000Z", "Z");
  return { id: `c${number}`, text: `text ${number}`, role: "student", at };
}

const ids = (talk: RoomComments): string[] => talk.comments.map(({ id }) => id);

test("a comment that comes twice is kept once", () => {
  const once = foldComments(NO_COMMENTS, { comments: [comment(1), comment(2)] });
  expect(foldComments(once, { comments: [comment(2), comment(1)] })).toBe(once);
  expect(ids(foldComments(once, { comments: [comment(2), comment(3)] }))).toEqual(["c1", "c2", "c3"]);
});

test("a hidden comment is removed, also if the same frame brings it", () => {
  const talk = foldComments(foldComments(NO_COMMENTS, { comments: [comment(1), comment(2)] }), {
    comments: [comment(3), comment(4)],
    hidden: ["c1", "c3"],
  });
  expect(ids(talk)).toEqual(["c2", "c4"]);
  expect(foldComments(talk, { hidden: ["c1", "c9"] })).toBe(talk);
});

test("what was skipped is counted", () => {
  const talk = [3, 0, 4].reduce((before, comments_skipped) => foldComments(before, { comments_skipped }), NO_COMMENTS);
  expect(talk.commentsSkipped).toBe(7);
});

test("a resume may bring skipped comments: they are put in their order", () => {
  const talk = foldComments(foldComments(NO_COMMENTS, { comments: [comment(1), comment(5)] }), {
    comments: [1, 2, 3, 4, 5, 6].map(comment),
  });
  expect(ids(talk)).toEqual(["c1", "c2", "c3", "c4", "c5", "c6"]);
});

test("only the newest comments are kept", () => {
  const talk = Array.from({ length: 30 }, (_, n) => Array.from({ length: 20 }, (_, m) => comment(20 * n + m))).reduce(
    (before, comments) => foldComments(before, { comments }),
    NO_COMMENTS,
  );
  expect([talk.comments.length, talk.comments.at(-1)]).toEqual([COMMENTS_MAX, comment(599)]);
});

/** A room in which people talk and a host hides; a viewer hears frames of it, with a cut now and then. */
function overhear(seed: number): { heard: RoomComments; told: Set<string>; hidden: Set<string> } {
  const random = chance(seed);
  const upTo = (most: number): number => Math.floor(random() * most);
  const [said, hidden, told]: [Comment[], Set<string>, Set<string>] = [[], new Set(), new Set()];
  let heard: RoomComments = NO_COMMENTS;
  const take = (frame: CommentsFrame): void => {
    for (const { id } of frame.comments ?? []) told.add(id);
    heard = foldComments(heard, frame);
  };
  const all = (): CommentsFrame => ({
    comments: said.slice(-30).filter(({ id }) => !hidden.has(id)),
    hidden: [...hidden],
  });
  for (let step = 0; step < 40; step++) {
    const fresh = Array.from({ length: upTo(6) }, (_, n) => comment(said.length + n));
    said.push(...fresh);
    const hides = random() < 0.3 && said.length > 0 ? [said[Math.max(0, said.length - 1 - upTo(20))]!.id] : [];
    for (const id of hides) hidden.add(id);
    if (random() < 0.2) continue; // the line is cut
    take(random() < 0.2 ? all() : { comments: fresh.slice(upTo(3)), hidden: hides });
  }
  take(all());
  return { heard, told, hidden };
}

test("every comment that was told is there unless it was hidden, once, in order", () => {
  for (let seed = 1; seed <= 200; seed++) {
    const { heard, told, hidden } = overhear(seed);
    const wanted = [...told].filter((id) => !hidden.has(id)).sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
    expect(ids(heard), `with seed ${seed}`).toEqual(wanted.slice(-COMMENTS_MAX));
  }
});
