/** The questions of a room. */
import { expect, test } from "vitest";
import { mergedQuestions } from "../../src/session/merged_questions";
import type { Question } from "../../src/wire/api/questions";
import type { Item } from "../../src/wire/room";

const one = (id: string, votes: number, more: Partial<Question> = {}): Question => ({
  id,
  text: id,
  state: "open",
  votes,
  asked_at: `t${id}`,
  ...more,
});
const item = (event: string, question: string, data: object = {}): Item => ({
  event,
  event_id: event,
  at: "t9",
  data: { question, ...data },
});

test("the most wanted first, then the older one", () => {
  expect(mergedQuestions([one("b", 1), one("a", 1), one("c", 5)], []).map(({ id }) => id)).toEqual(["c", "a", "b"]);
});

test("the room adds, counts, answers and hides; an old item takes no vote away", () => {
  const items = [
    item("QuestionAsked", "n", { text: "new" }),
    item("QuestionUpvoted", "a", { votes: 2 }),
    item("QuestionAnswered", "b", { answer: "yes", text: "b" }),
    item("QuestionHidden", "c"),
  ];
  const shown = mergedQuestions([one("a", 7, { voted: true }), one("b", 1), one("c", 9)], items);
  expect(shown.map(({ id }) => id)).toEqual(["a", "n", "b"]);
  expect(shown[0]).toMatchObject({ votes: 7, voted: true });
  expect(shown[2]).toMatchObject({ state: "answered", answer: "yes" });
});
