/** The frame of an organizer's list: tabs by state with counts, its status, and loading more. */
import type { JSX } from "preact";
import { Failure, useAction } from "../page/action";
import { useWords } from "../page/page";
import { Suggestion } from "../search/found";
import { QUERY_MAX } from "../search/query";
import { wordFor } from "../terms";
import type { Words } from "../words";
import { type ListWords, useListWords } from "./list_words";
import type { Listing } from "./listing";

interface StatesProps<T> {
  readonly list: Listing<T>;
  readonly states: readonly string[];
  readonly kinds: Readonly<Record<string, string>>;
}

export function States<T>({ list, states, kinds }: StatesProps<T>): JSX.Element {
  const { locale } = useWords();
  const words = useListWords();
  const { filters, counts } = list.state;
  const all = Object.values(counts).reduce((sum, n) => sum + n, 0);
  const tab = (state: string | null, label: string, n: number): JSX.Element => (
    <button
      key={state ?? "all"}
      type="button"
      aria-pressed={(filters.state ?? null) === state}
      onClick={() => list.filter({ state })}
      data-state-tab={state ?? "all"}
    >
      {label} <span class="quiet number">{n.toLocaleString(locale)}</span>
    </button>
  );
  return (
    <div class="filters" role="group" aria-label={words.byState}>
      {states.map((state) => tab(state, wordFor(kinds, state), counts[state] ?? 0))}
      {tab(null, words.all, all)}
    </div>
  );
}

/** Why there are no rows, or a button for more of them. `none` is null where the list says itself that nothing matches. */
export function Rest<T>({ list, none }: { list: Listing<T>; none: string | null }): JSX.Element {
  const general = useWords();
  const words = useListWords();
  const action = useAction();
  const { items, cursor, findings } = list.state;
  const isNothing = items.length === 0 && statusOf(list, words, general) === "";
  return (
    <>
      {none !== null && (
        <p class="quiet" role="status">
          {statusOf(list, words, general) || (isNothing ? none : "")}{" "}
          {isNothing && <Suggestion suggestion={findings.suggestion} search={(q) => list.filter({ q })} />}
        </p>
      )}
      {cursor !== null && (
        <button
          type="button"
          disabled={action.running}
          onClick={() => action.run(() => list.more())}
          data-control="list-more"
        >
          {action.running ? general.loading : general.more}
        </button>
      )}
      <Failure error={action.error} />
    </>
  );
}

/** What is said while a list is read, or could not be; otherwise nothing. */
export function statusOf<T>({ state: { phase, items } }: Listing<T>, words: ListWords, general: Words): string {
  if (phase === "failed") return words.failed;
  return phase !== "ready" && items.length === 0 ? general.loading : "";
}

interface FindProps<T> {
  readonly list: Listing<T>;
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
}

/** Filters a list by text, while typing. */
export function Find<T>({ list, name, label, hint = "" }: FindProps<T>): JSX.Element {
  return (
    <label class="field">
      <span>{label}</span>
      <input
        type="search"
        value={list.state.filters[name] ?? ""}
        placeholder={hint}
        maxLength={QUERY_MAX}
        onInput={(event) => list.filter({ [name]: event.currentTarget.value })}
        data-find={name}
      />
    </label>
  );
}
