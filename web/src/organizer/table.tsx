/** A table that scrolls within itself on narrow screens, also by keyboard; long ones are collapsed at first. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { useWords } from "../page/page";

interface Props {
  readonly name: string;
  readonly caption: string;
  readonly columns: readonly string[];
  /** The first cell names the row. */
  readonly rows: readonly (readonly string[])[];
  readonly none: string;
}

const SHOWN = 12;

export function Table({ name, caption, columns, rows, none }: Props): JSX.Element {
  const words = useWords();
  const [isLong, setLong] = useState(false);
  const shown = isLong ? rows : rows.slice(0, SHOWN);
  if (rows.length === 0) return <p class="quiet empty">{none}</p>;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keyboard */}
      <div class="scroll" role="region" aria-label={caption} tabIndex={0}>
        <table class="figures" data-table={name}>
          <caption class="unseen">{caption}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map(([first, ...cells], row) => (
              <tr key={row}>
                <th scope="row">{first}</th>
                {cells.map((text, n) => (
                  <td key={n}>{text}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > shown.length && (
        <button type="button" onClick={() => setLong(true)} data-control={`all-of-${name}`}>
          {words.more} ({(rows.length - shown.length).toLocaleString(words.locale)})
        </button>
      )}
    </>
  );
}
