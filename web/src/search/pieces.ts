/** A text cut where the words of a search stand in it. Pure. The server counts Unicode characters, JavaScript halves of some. */
import type { Range } from "../wire/api/asking";

export interface Piece {
  readonly text: string;
  readonly isMarked: boolean;
}

/** How many characters of a long text are shown before its first match, and in all. */
const [BEFORE, SHOWN] = [24, 110];

/** The whole text. Ranges may overlap or reach beyond its end. */
export function pieces(text: string, ranges: readonly Range[] = []): readonly Piece[] {
  return cut([...text], ranges);
}

/** The surroundings of the first match, in one line. */
export function excerpt(text: string, ranges: readonly Range[]): readonly Piece[] {
  const letters = [...text].map((letter) => (/\s/.test(letter) ? " " : letter));
  const first = Math.min(...ranges.map(([begin]) => begin));
  const begin = first <= BEFORE ? 0 : first - BEFORE;
  const shown = letters.slice(begin, begin + SHOWN);
  const found = cut(
    shown,
    ranges.map(([from, to]) => [from - begin, to - begin] as const),
  );
  const plain = (mark: string, isThere: boolean): readonly Piece[] =>
    isThere ? [{ text: mark, isMarked: false }] : [];
  return [...plain("…", begin > 0), ...found, ...plain("…", begin + SHOWN < letters.length)];
}

function cut(letters: readonly string[], ranges: readonly Range[]): readonly Piece[] {
  const found: Piece[] = [];
  const add = (from: number, to: number, isMarked: boolean): void => {
    if (to > from) found.push({ text: letters.slice(from, to).join(""), isMarked });
  };
  let at = 0;
  for (const [begin, end] of ranges.toSorted(([a], [b]) => a - b)) {
    const [from, to] = [Math.max(begin, at), Math.min(end, letters.length)];
    if (to <= from) continue;
    add(at, from, false);
    add(from, to, true);
    at = to;
  }
  add(at, letters.length, false);
  return found;
}
