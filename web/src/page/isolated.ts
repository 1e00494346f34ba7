/** What people wrote, inside a sentence: its direction ends where it ends. In elements the stylesheet does the same. */

const TURNS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
/** Characters that may change the direction of what stands beside them. */
const ISOLATES = /[\u2066-\u2069]/g;
/** One that ends an isolate would end ours. */

export function isolated(text: string): string {
  return TURNS.test(text) ? `\u2068${text.replace(ISOLATES, "")}\u2069` : text;
}

/** Texts in one line with dots between them. */
export function joined(texts: readonly (string | null | undefined | false | 0)[]): string {
  return texts
    .filter((text): text is string => Boolean(text))
    .map(isolated)
    .join(" · ");
}

/** The words of a page, whose sentences isolate each text that is put into them. */
export function isolating<Of>(words: Of): Of {
  if (typeof words === "function") return ((...given: unknown[]) => words(...given.map(inside))) as Of;
  if (typeof words !== "object" || words === null || Array.isArray(words)) return words;
  return Object.fromEntries(Object.entries(words).map(([name, word]) => [name, isolating(word)])) as Of;
}

function inside(given: unknown): unknown {
  if (typeof given === "string") return isolated(given);
  return Array.isArray(given) ? given.map(inside) : given;
}
