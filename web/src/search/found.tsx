/** What a search found, in words that a screen reader announces; where it found nothing, what would find something. */
import type { JSX } from "preact";
import { useChoices, useWords } from "../page/page";
import type { Findings, Query } from "../wire/api/asking";
import { useLabel } from "./filters";
import { chosenIn } from "./query";
import { useSearchWords } from "./words";

interface Props {
  /** The words of the search. */
  readonly query: string;
  readonly chosen: Query;
  readonly findings: Findings;
  /** How many jobs are shown. */
  readonly shown: number;
  /** What is said instead while the jobs are read, or could not be. */
  readonly instead: string;
  /** What is said where there is nothing although nothing was searched for. */
  readonly none: string;
  readonly search: (query: string) => void;
  readonly change: (changes: Query) => void;
}

export function Found(props: Props): JSX.Element {
  const words = useSearchWords();
  const { locale } = useChoices().words;
  const { findings, shown, instead } = props;
  const { matches = shown, facets_at_least: isAtLeast = false } = findings;
  const number = matches.toLocaleString(locale);
  const isNothing = instead === "" && shown === 0;
  return (
    <div class="found" data-found={instead === "" ? matches : undefined}>
      <div role="status" class="quiet">
        {instead}
        {instead === "" && shown > 0 && (isAtLeast ? words.foundAtLeast(number) : words.found(number))}
        {isNothing && <Nothing {...props} />}
      </div>
      {isNothing && <Loosen {...props} />}
    </div>
  );
}

function Nothing({ query, chosen, findings, none, search }: Props): JSX.Element {
  const words = useSearchWords();
  const isPlain = query.trim() === "" && chosenIn(chosen).length === 0;
  if (isPlain) return <p>{none}</p>;
  return (
    <p>
      {words.nothing} <Suggestion suggestion={findings.suggestion} search={search} />
    </p>
  );
}

/** The nearest query that finds something; one press searches for it. */
export function Suggestion({
  suggestion,
  search,
}: {
  suggestion: string | null | undefined;
  search: (query: string) => void;
}): JSX.Element | null {
  const words = useSearchWords();
  if (!suggestion) return null;
  return (
    <button type="button" class="link suggestion" onClick={() => search(suggestion)} data-control="suggestion">
      {words.didYouMean(suggestion)}
    </button>
  );
}

/** Which filter keeps jobs out: each with how many jobs there would be without it. */
function Loosen({ query, chosen, findings, change }: Props): JSX.Element | null {
  const words = useSearchWords();
  const { locale } = useWords();
  const label = useLabel();
  const set = chosenIn(chosen);
  if (set.length === 0) return query.trim() === "" ? null : <p class="quiet small">{words.fewerWords}</p>;
  const without = set.flatMap(([name, value]) => {
    const number = (findings.facets?.[name] ?? []).reduce((sum, { count }) => sum + count, 0);
    return number === 0 ? [] : [{ name, value, number }];
  });
  return (
    <div data-loosen>
      <p class="quiet small">{without.length > 0 ? words.loosen : words.loosenMore}</p>
      <p class="choices">
        {without.map(({ name, value, number }) => (
          <button key={name} type="button" onClick={() => change({ [name]: null })} data-without={name}>
            {words.without(label(name, value), number.toLocaleString(locale))}
          </button>
        ))}
      </p>
    </div>
  );
}
