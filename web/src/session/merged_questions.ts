/** Questions as they were read, merged with the items of the room since. Pure. */
import type { Question } from "../wire/api/questions";
import type { Item } from "../wire/room";

/** Open ones first, then by votes, then the older one. */
export function mergedQuestions(read: readonly Question[], items: readonly Item[]): readonly Question[] {
  const questions = new Map(read.map((one) => [one.id, one]));
  for (const item of items) {
    const id = item.data.question;
    if (typeof id !== "string") continue;
    if (item.event === "QuestionHidden") questions.delete(id);
    else questions.set(id, questionAfter(questions.get(id), id, item));
  }
  const shown = [...questions.values()].filter(({ state, text }) => state !== "hidden" && text !== "");
  return shown.toSorted((a, b) => later(a) - later(b) || b.votes - a.votes || a.asked_at.localeCompare(b.asked_at));
}

const later = ({ state }: Question): number => Number(state !== "open");

/** Votes only grow, so the larger number is the newer one. */
function questionAfter(before: Question | undefined, id: string, { data, at }: Item): Question {
  const known = before ?? { id, text: text(data.text), state: "open", votes: 0, asked_at: at };
  const answer = text(data.answer) || known.answer;
  const state = answer === undefined ? known.state : "answered";
  return {
    ...known,
    state,
    votes: Math.max(known.votes, Number(data.votes ?? 0)),
    ...(answer === undefined ? {} : { answer }),
  };
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
