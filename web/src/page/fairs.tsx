/** The list of fairs, each leading to its wall. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { readFairs, type Fair } from "../api";
import type { Words } from "../words";
import { Controls, StateBadge, useSpan, useWords } from "./page";

const RETRY_MS = 3_000;

interface List {
  readonly fairs: readonly Fair[];
  /** Where the next page begins: null at first, undefined after the last page. */
  readonly cursor: string | null | undefined;
  readonly state: "loading" | "ready" | "failed";
}

const EMPTY: List = { fairs: [], cursor: null, state: "loading" };

function useFairs(): [list: List, more: () => void] {
  const [list, setList] = useState<List>(EMPTY);
  const retry = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const load = async (cursor: string | null, known: readonly Fair[]): Promise<void> => {
    try {
      const page = await readFairs(cursor);
      setList({ fairs: [...known, ...page.items], cursor: page.next_cursor ?? undefined, state: "ready" });
    } catch {
      setList({ fairs: known, cursor, state: "failed" });
      retry.current = setTimeout(() => void load(cursor, known), RETRY_MS);
    }
  };
  useEffect(() => {
    const lookedAt = (): void => void (document.visibilityState === "visible" && load(null, []));
    void load(null, []);
    document.addEventListener("visibilitychange", lookedAt);
    return () => {
      clearTimeout(retry.current);
      document.removeEventListener("visibilitychange", lookedAt);
    };
  }, []);
  return [list, () => void load(list.cursor ?? null, list.fairs)];
}

export function Fairs(): JSX.Element {
  const words = useWords();
  const [{ fairs, cursor, state }, more] = useFairs();
  useEffect(() => {
    document.title = `${words.fairs} · ${words.product}`;
  }, [words]);
  return (
    <div class="plain">
      <header>
        <p class="product">{words.product}</p>
        <Controls />
      </header>
      <main>
        <h1>{words.fairs}</h1>
        <p class="quiet" role="status">{hint(words, state, fairs.length)}</p>
        {fairs.length > 0 && (
          <ul class="fairs">
            {fairs.map((fair) => (
              <FairRow key={fair.id} fair={fair} />
            ))}
          </ul>
        )}
        {state === "ready" && cursor ? <button type="button" onClick={more}>{words.more}</button> : null}
      </main>
    </div>
  );
}

function hint(words: Words, state: List["state"], fairs: number): string {
  if (state === "failed") return words.fairsFailed;
  if (state === "loading") return words.loading;
  return fairs === 0 ? `${words.noFairs} ${words.noFairsHint}` : words.fairsHint;
}

/** Where one may go from a fair, besides its wall. */
const DOORS = ["me"] as const;

function FairRow({ fair }: { fair: Fair }): JSX.Element {
  const words = useWords();
  return (
    <li>
      <a class="main" href={`/wall?fair=${encodeURIComponent(fair.id)}`}>
        <span class="title">{fair.title}</span>
        <StateBadge state={fair.state} />
        <span class="quiet">
          {fair.host}
          {fair.region ? ` · ${fair.region}` : ""}
        </span>
        <span class="quiet when">{useSpan(fair.starts_at, fair.ends_at)}</span>
      </a>
      <nav class="doors" aria-label={words.doorsOf(fair.title)}>
        {DOORS.map((door) => (
          <a key={door} href={`/${door}?fair=${encodeURIComponent(fair.id)}`}>{words.doors[door]}</a>
        ))}
      </nav>
    </li>
  );
}
