/** The list of fairs, each leading to its wall. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { type Fair, readFairs } from "../wire/api/fairs";
import { PagedList } from "../wire/paged_list";
import type { Words } from "../words";
import { Controls, StateBadge, useSpan, useWords } from "./page";

const RETRY_MS = 3_000;
const PAGE = 50;

interface List {
  readonly fairs: readonly Fair[];
  readonly hasMore: boolean;
  readonly state: "loading" | "ready" | "failed";
}

/** The fairs that are read, the newest first, also again when the page is looked at. */
function useFairs(token?: string): [list: List, more: () => void] {
  const [found] = useState(
    () =>
      new PagedList<Fair>(
        (cursor) => readFairs(cursor, token),
        ({ id }) => id,
        PAGE,
      ),
  );
  const [state, setState] = useState<List["state"]>("loading");
  const retry = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const [, draw] = useState({});
  const load = async (read: () => Promise<unknown>): Promise<void> => {
    clearTimeout(retry.current);
    try {
      await read();
      setState("ready");
    } catch {
      setState("failed");
      retry.current = setTimeout(() => void load(read), RETRY_MS);
    }
    draw({});
  };
  const refresh = (): void => void load(() => found.refresh());
  useEffect(() => {
    const lookedAt = (): void => void (document.visibilityState === "visible" && refresh());
    refresh();
    document.addEventListener("visibilitychange", lookedAt);
    return () => {
      clearTimeout(retry.current);
      document.removeEventListener("visibilitychange", lookedAt);
    };
  }, []);
  const list = { fairs: found.items, hasMore: found.cursor !== null, state };
  return [list, () => void load(() => found.more())];
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
  const [{ fairs, hasMore, state }, more] = useFairs(token);
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
      {state === "ready" && hasMore && (
        <button type="button" onClick={more} data-control="more-fairs">
          {words.more}
        </button>
      )}
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
