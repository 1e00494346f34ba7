/** The list of fairs, each leading to its wall. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { type Fair, readFairs } from "../wire/api/fairs";
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

function useFairs(token?: string): [list: List, more: () => void] {
  const [list, setList] = useState<List>(EMPTY);
  const retry = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const load = async (cursor: string | null, known: readonly Fair[]): Promise<void> => {
    try {
      const page = await readFairs(cursor, token);
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
        <FairList to="wall" hint={words.fairsHint} doors={["me", "desk", "fair"]} />
      </main>
    </div>
  );
}

export type Place = keyof Words["doors"];

interface FairListProps {
  /** The page a fair links to, and further pages of it. */
  readonly to: Place;
  readonly doors?: readonly Place[];
  readonly hint: string;
  /** Set for organizers, who also see their drafts. */
  readonly token?: string;
}

export function FairList({ to, doors = [], hint, token }: FairListProps): JSX.Element {
  const words = useWords();
  const [{ fairs, cursor, state }, more] = useFairs(token);
  return (
    <>
      <p class="quiet" role="status">
        {statusOf(words, state, fairs.length) ?? hint}
      </p>
      {fairs.length > 0 && (
        <ul class="fairs">
          {fairs.map((fair) => (
            <FairRow key={fair.id} fair={fair} to={to} doors={doors} />
          ))}
        </ul>
      )}
      {state === "ready" && cursor ? (
        <button type="button" onClick={more}>
          {words.more}
        </button>
      ) : null}
    </>
  );
}

function statusOf(words: Words, state: List["state"], fairs: number): string | null {
  if (state === "failed") return words.fairsFailed;
  if (state === "loading") return words.loading;
  return fairs === 0 ? `${words.noFairs} ${words.noFairsHint}` : null;
}

function FairRow({ fair, to, doors }: { fair: Fair; to: Place; doors: readonly Place[] }): JSX.Element {
  const words = useWords();
  const address = (place: Place): string => `/${place}?fair=${encodeURIComponent(fair.id)}`;
  return (
    <li>
      <a class="main" href={address(to)}>
        <span class="title">{fair.title}</span>
        <StateBadge state={fair.state} />
        <span class="quiet">
          {fair.host}
          {fair.region ? ` · ${fair.region}` : ""}
        </span>
        <span class="quiet when">{useSpan(fair.starts_at, fair.ends_at)}</span>
      </a>
      {doors.length > 0 && (
        <nav class="doors" aria-label={words.doorsOf(fair.title)}>
          {doors.map((door) => (
            <a key={door} href={address(door)}>
              {words.doors[door]}
            </a>
          ))}
        </nav>
      )}
    </li>
  );
}
