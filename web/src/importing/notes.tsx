/** Rows and cells of a file about which there is something to say. */
import type { JSX } from "preact";
import type { RowNote } from "../wire/api/imports";
import { Reason } from "./reason";
import { useImportingWords } from "./words";

const SHOWN = 8;

interface Props {
  readonly title: string;
  readonly notes: readonly RowNote[];
  /** How many there are, of which `notes` are the first. */
  readonly count: number;
}

export function Notes({ title, notes, count }: Props): JSX.Element | null {
  const { words, number } = useImportingWords();
  if (count === 0) return null;
  return (
    <details class="notes" open>
      <summary>{title}</summary>
      <ul class="small">
        {notes.slice(0, SHOWN).map((note, n) => (
          <li key={n}>
            <span class="quiet">
              {note.sheet} {words.row(number(note.row))}
            </span>{" "}
            {note.field && <span>{words.fields[note.field] ?? note.field}: </span>}
            <Reason told={note} />
          </li>
        ))}
        {count > SHOWN && <li class="quiet">{words.more(number(count - SHOWN))}</li>}
      </ul>
    </details>
  );
}
