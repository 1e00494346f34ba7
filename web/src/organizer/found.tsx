/** The frame of an organizer's list: tabs by state with counts, its status, and loading more. */
import type { JSX } from "preact";
import { Failure, useAction } from "../page/action";
import { useWords } from "../page/page";
import { wordFor } from "../terms";
import { useListWords } from "./list_words";
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

/** Why there are no rows, or a button for more of them. */
export function Rest<T>({ list, none }: { list: Listing<T>; none: string }): JSX.Element {
  const general = useWords();
  const words = useListWords();
  const action = useAction();
  const { phase, items, cursor } = list.state;
  const status =
    phase === "failed"
      ? words.failed
      : phase !== "ready" && items.length === 0
        ? general.loading
        : phase === "ready" && items.length === 0
          ? none
          : "";
  return (
    <>
      <p class="quiet" role="status">
        {status}
      </p>
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
        maxLength={200}
        onInput={(event) => list.filter({ [name]: event.currentTarget.value })}
        data-find={name}
      />
    </label>
  );
}
