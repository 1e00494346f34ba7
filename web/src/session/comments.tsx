/** The list of comments, newest last. Screen readers get a summary now and then instead of every comment. */
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Moment } from "../page/times";
import { useChatWords } from "./chat_words";
import { isMarked, type ViewedComment } from "./merged_comments";

/** How often the summary for screen readers changes. */
const TOLD_MS = 8_000;
/** The list follows new comments while it is this close to its end, px. */
const NEAR_PX = 40;

interface Props {
  readonly comments: readonly ViewedComment[];
  /** How many there were in all. */
  readonly total: number;
  /** How many the room skipped because they came too fast. */
  readonly skipped: number;
  /** The role of the host. */
  readonly host: string;
  /** What the host can do about a comment. */
  readonly tools: ((one: ViewedComment) => ComponentChildren) | null;
  /** Above the list. */
  readonly children?: ComponentChildren;
  readonly isSilent: boolean;
}

export function Comments({ comments, total, skipped, host, tools, children, isSilent }: Props): JSX.Element {
  const { words, locale } = useChatWords();
  const { place, unread, toEnd, scrolled } = useEnd(comments);
  const news = useNews(comments, isSilent);
  return (
    <section class="comments" aria-labelledby="comments-title">
      <h2 id="comments-title">
        {words.comments} <small data-comments={total}>{total > 0 && total.toLocaleString(locale)}</small>
      </h2>
      {children}
      {comments.length === 0 && <p class="quiet empty">{words.none}</p>}
      <div class="stream">
        <div
          class="scroll"
          ref={place}
          onScroll={scrolled}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keyboard
          tabIndex={0}
          role="log"
          aria-live="off"
          aria-labelledby="comments-title"
        >
          <ol>
            {comments.map((one) => (
              <Row key={one.id} one={one} host={host} tools={tools?.(one)} />
            ))}
          </ol>
        </div>
        {unread > 0 && (
          <button type="button" class="strong newer" onClick={toEnd} data-control="newer">
            {words.newer(unread.toLocaleString(locale))}
          </button>
        )}
      </div>
      {skipped > 0 && (
        <p class="quiet small" data-skipped={skipped}>
          {words.skipped(skipped.toLocaleString(locale))}
        </p>
      )}
      <p class="unseen" role="status" aria-live="polite">
        {news.count === 1
          ? news.newest
          : news.count > 1
            ? words.announced(news.count.toLocaleString(locale), news.newest)
            : ""}
      </p>
    </section>
  );
}

function Row({ one, host, tools }: { one: ViewedComment; host: string; tools: ComponentChildren }): JSX.Element {
  const { words } = useChatWords();
  const { role } = one;
  return (
    <li data-comment={one.id} data-mine={one.mine ? "" : undefined} data-hidden={one.hidden ? "" : undefined}>
      <p class="words">
        {isMarked(role) && <span class="by">{role === host ? words.host : words.role[role]}</span>}
        {one.mine && !isMarked(role) && <span class="by">{words.mine}</span>}
        <span class="text" dir="auto">
          {one.text}
        </span>
        <span class="quiet when">
          <Moment at={one.at} />
        </span>
      </p>
      {tools}
    </li>
  );
}

interface End {
  readonly place: { current: HTMLDivElement | null };
  /** How many arrived since the viewer scrolled up. */
  readonly unread: number;
  readonly toEnd: () => void;
  readonly scrolled: () => void;
}

/** Follows the newest comment unless the viewer has scrolled up. */
function useEnd(comments: readonly ViewedComment[]): End {
  const place = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const [last, setLast] = useState<string | null>(null);
  const newest = comments.at(-1)?.id;
  const toEnd = (): void => {
    follows.current = true;
    setLast(null);
    if (place.current !== null) place.current.scrollTop = place.current.scrollHeight;
  };
  const scrolled = (): void => {
    const box = place.current;
    if (box === null) return;
    const isAtEnd = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX;
    if (isAtEnd !== follows.current) setLast(isAtEnd ? null : (newest ?? null));
    follows.current = isAtEnd;
  };
  useLayoutEffect(() => {
    if (follows.current) toEnd();
  }, [newest, comments.length]);
  const at = last === null ? -1 : comments.findIndex(({ id }) => id === last);
  return { place, unread: last === null ? 0 : comments.length - 1 - at, toEnd, scrolled };
}

/** Comments since the last summary for screen readers. */
function useNews(
  comments: readonly ViewedComment[],
  isSilent: boolean,
): { readonly count: number; readonly newest: string } {
  const [news, setNews] = useState({ count: 0, newest: "" });
  const now = useRef(comments);
  now.current = comments;
  useEffect(() => {
    if (isSilent) return;
    let announced = now.current.at(-1)?.id;
    const timer = setInterval(() => {
      const others = now.current;
      const at = others.findLastIndex(({ id }) => id === announced);
      const fresh = others.slice(at + 1).filter(({ mine, hidden }) => mine !== true && hidden !== true);
      announced = others.at(-1)?.id;
      setNews((before) =>
        fresh.length === 0 && before.count === 0 ? before : { count: fresh.length, newest: fresh.at(-1)?.text ?? "" },
      );
    }, TOLD_MS);
    return () => clearInterval(timer);
  }, [isSilent]);
  return news;
}
