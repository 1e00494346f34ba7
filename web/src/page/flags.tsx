/** The flags of an ad: the phrase and the kind of each. */
import type { JSX } from "preact";
import { wordFor } from "../terms";
import type { Flag } from "../wire/writes";

export function Flags({
  flags,
  kinds,
  fields,
}: {
  flags: readonly Flag[];
  kinds: Readonly<Record<string, string>>;
  fields: Readonly<Record<string, string>>;
}): JSX.Element {
  return (
    <ul class="flags" data-flags={flags.length}>
      {flags.map(({ kind, field, phrase, rule }, n) => (
        <li key={n} title={rule}>
          {phrase !== "" && <mark>{phrase}</mark>}
          <span class="quiet">
            {wordFor(kinds, kind)} · {wordFor(fields, field)}
          </span>
        </li>
      ))}
    </ul>
  );
}
