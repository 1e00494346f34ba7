/** A reason of an import, in the language of the page; in English where the page has no words for it. */
import type { JSX } from "preact";
import { type Told, wordsOf } from "./reasons";
import { useImportingWords } from "./words";

export function Reason({ told }: { told: Told }): JSX.Element | null {
  const { words, language } = useImportingWords();
  const text = wordsOf(told, language, words.fields);
  return text === null ? <span lang="en">{told.reason}</span> : <span>{text}</span>;
}
