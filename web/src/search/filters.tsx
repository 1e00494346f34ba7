/** The filters of a list of jobs with how many jobs each would leave, the filters that are set, and the order of the list. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Choice } from "../page/field";
import { useChoices } from "../page/page";
import { TERMS, type Terms, wordFor } from "../terms";
import type { FacetName, Facets, Query } from "../wire/api/asking";
import { chosenIn, FACETS, NO_FILTERS } from "./query";
import { type SearchWords, useSearchWords } from "./words";

/** Filters that are always in view: one press each finds a job by its city, degree and pay. */
const FIRST = FACETS.slice(0, 3);
const FURTHER = FACETS.slice(3);

interface Props {
  readonly chosen: Query;
  readonly facets: Facets | undefined;
  readonly change: (changes: Query) => void;
}

export function Filters(props: Props): JSX.Element {
  const words = useSearchWords();
  const [isOpen] = useState(() => FURTHER.some((name) => props.chosen[name]));
  const has = (name: FacetName): boolean => Boolean(props.chosen[name]) || (props.facets?.[name] ?? []).length > 0;
  return (
    <div class="facets" role="group" aria-label={words.filters}>
      {FIRST.map((name) => has(name) && <Facet key={name} name={name} {...props} />)}
      {FURTHER.some(has) && (
        <details open={isOpen} data-control="more-filters">
          <summary>{words.moreFilters}</summary>
          {FURTHER.map((name) => has(name) && <Facet key={name} name={name} {...props} />)}
        </details>
      )}
      <Chosen chosen={props.chosen} change={props.change} />
    </div>
  );
}

function Facet({ name, chosen, facets, change }: Props & { readonly name: FacetName }): JSX.Element {
  const words = useSearchWords();
  const { locale } = useChoices().words;
  const label = useLabel();
  const set = chosen[name] ?? null;
  const found = facets?.[name] ?? [];
  const values =
    set === null || found.some(({ value }) => value === set) ? found : [{ value: set, count: 0 }, ...found];
  return (
    <div class="facet" role="group" aria-label={words.facet[name]}>
      <span class="quiet small" aria-hidden="true">
        {words.facet[name]}
      </span>
      <div class="chips">
        {values.map(({ value, count }) => (
          <button
            key={value}
            type="button"
            aria-pressed={value === set}
            onClick={() => change({ [name]: value === set ? null : value })}
            data-facet={name}
            data-value={value}
          >
            {label(name, value)} <span class="number">{count.toLocaleString(locale)}</span>
          </button>
        ))}
      </div>
    </div>
  );
}

/** The filters that are set, each with a press that removes it. */
function Chosen({ chosen, change }: Omit<Props, "facets">): JSX.Element | null {
  const words = useSearchWords();
  const label = useLabel();
  const set = chosenIn(chosen);
  if (set.length === 0) return null;
  return (
    <div class="chosen" role="group" aria-label={words.chosen}>
      {set.map(([name, value]) => (
        <button
          key={name}
          type="button"
          onClick={() => change({ [name]: null })}
          aria-label={words.remove(label(name, value))}
          data-remove={name}
        >
          {label(name, value)} <span aria-hidden="true">×</span>
        </button>
      ))}
      <button type="button" class="link" onClick={() => change(NO_FILTERS)} data-control="clear-filters">
        {words.clear}
      </button>
    </div>
  );
}

interface SortProps {
  readonly sorts: readonly (keyof SearchWords["sorts"])[];
  readonly chosen: Query;
  readonly change: (changes: Query) => void;
}

/** `relevance`, the first one, is the order of a list for which none was chosen. */
export function Sort({ sorts, chosen, change }: SortProps): JSX.Element {
  const words = useSearchWords();
  return (
    <Choice
      name="sort"
      label={words.sort}
      value={chosen.sort ?? "relevance"}
      change={(sort) => change({ sort: sort === "relevance" ? null : sort })}
      choices={sorts.map((sort) => [sort, words.sorts[sort]] as const)}
    />
  );
}

/** Names the value of a filter in the language of the page. */
export function useLabel(): (name: FacetName, value: string) => string {
  const words = useSearchWords();
  const { language, words: general } = useChoices();
  return (name, value) => labelOf(name, value, words, TERMS[language], general.locale);
}

function labelOf(name: FacetName, value: string, words: SearchWords, terms: Terms, locale: string): string {
  if (name === "degree") return wordFor(terms.degree, value);
  if (name === "employment_type") return wordFor(terms.employment, value);
  if (name !== "pay") return value;
  const [from = "", to = ""] = value.split("-").map((end) => end && Number(end).toLocaleString(locale));
  return to === "" ? words.above(from) : from === "0" ? words.below(to) : words.between(from, to);
}
