/** Reactions in five counts. A press is shown at once and sent with the others of its second. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Failure } from "../page/action";
import { Icon } from "../page/page";
import { useChatWords } from "./chat_words";
import { grown, REACTIONS, type Reacted, type Reaction } from "./tally";

/** How many of a reaction rise at once. */
const RISING_MAX = 6;
/** The same for reactions of others, which come in batches. */
const HEAP_MAX = 3;
const APART_MS = 140;

interface Props {
  readonly counts: Reacted;
  /** Whether a press counts; null where nobody can press now. */
  readonly press: ((reaction: Reaction) => boolean) | null;
  readonly failure: unknown;
  /** Whether the counts are current, not still being read. */
  readonly isKnown: boolean;
}

export function Reactions({ counts, press, failure, isKnown }: Props): JSX.Element {
  const { words, locale } = useChatWords();
  const { rising, rise, gone } = useRising(counts, isKnown);
  const form = new Intl.NumberFormat(locale, { notation: "compact" });
  const pressed = (name: Reaction): void => {
    if (press?.(name)) rise(name);
  };
  return (
    <div class="reactions" role="group" aria-label={words.reactions}>
      {REACTIONS.map((name) => (
        <button
          key={name}
          type="button"
          disabled={press === null}
          onClick={() => pressed(name)}
          title={words.reaction[name]}
          aria-label={words.reacted(words.reaction[name], (counts[name] ?? 0).toLocaleString(locale))}
          data-reaction={name}
          data-count={counts[name] ?? 0}
        >
          <Shape name={name} />
          <span class="number">{form.format(counts[name] ?? 0)}</span>
          {rising
            .filter((one) => one.name === name)
            .map(({ id, delay }) => (
              <span
                key={id}
                class="rising"
                style={{ "--drift": String((id % 5) - 2), animationDelay: `${delay}ms` }}
                onAnimationEnd={() => gone(id)}
              >
                <Shape name={name} />
              </span>
            ))}
        </button>
      ))}
      <Failure error={failure} />
    </div>
  );
}

interface Rising {
  readonly id: number;
  readonly name: Reaction;
  /** The delay between those of a batch, ms. */
  readonly delay: number;
}

/** Small rising reactions, for each press and for those of others. None with reduced motion. */
function useRising(
  counts: Reacted,
  isKnown: boolean,
): { rising: readonly Rising[]; rise: (name: Reaction) => void; gone: (id: number) => void } {
  const [rising, setRising] = useState<readonly Rising[]>([]);
  const next = useRef(0);
  const before = useRef<Reacted | null>(null);
  const own = useRef(new Map<Reaction, number>()); // pressed here, and shown already
  const add = (name: Reaction, times: number): void => {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches || document.visibilityState === "hidden") return;
    setRising((all) => {
      const room = RISING_MAX - all.filter((one) => one.name === name).length;
      return [
        ...all,
        ...Array.from({ length: Math.max(0, Math.min(times, room)) }, (_, n) => ({
          id: next.current++,
          name,
          delay: n * APART_MS,
        })),
      ];
    });
  };
  useEffect(() => {
    const by = before.current === null ? {} : grown(before.current, counts);
    before.current = isKnown ? counts : null;
    for (const name of REACTIONS) {
      const [more, mine] = [by[name] ?? 0, own.current.get(name) ?? 0];
      own.current.set(name, Math.max(0, mine - more));
      if (more > mine) add(name, Math.min(more - mine, HEAP_MAX));
    }
  }, [isKnown, ...REACTIONS.map((name) => counts[name] ?? 0)]);
  const rise = (name: Reaction): void => {
    own.current.set(name, (own.current.get(name) ?? 0) + 1);
    add(name, 1);
  };
  return { rising, rise, gone: (id) => setRising((all) => all.filter((one) => one.id !== id)) };
}

const FACE = <circle cx="8" cy="8" r="6" />;
const EYES = <path d="M5.8 6.2v.6M10.2 6.2v.6" />;
const SHAPES: Readonly<Record<Reaction, JSX.Element>> = {
  like: (
    <path d="M2.2 7.2h2.3v6.3H2.2zM4.5 7.4 7.4 2c1 0 1.6.7 1.5 1.6L8.5 6h4c.9 0 1.5.8 1.3 1.6l-1 4.6c-.2.8-.8 1.3-1.6 1.3H4.5" />
  ),
  love: (
    <path d="M8 13.6C4.2 10.9 2 8.8 2 6.2 2 4.3 3.4 3 5.1 3 6.3 3 7.4 3.7 8 4.8 8.6 3.7 9.7 3 10.9 3 12.6 3 14 4.3 14 6.2c0 2.6-2.2 4.7-6 7.4z" />
  ),
  applause: (
    <>
      <path d="M5.3 14.2c-1.3-.5-2-1.7-2-3.1V6.7c0-1.1 1.5-1.1 1.5 0v2-4.9c0-1.1 1.5-1.1 1.5 0v4.6-5.3c0-1.1 1.5-1.1 1.5 0v5.3-4.3c0-1.1 1.5-1.1 1.5 0v5.8l.9-1.7c.6-1 1.9-.4 1.5.7l-1.7 4c-.6 1.3-1.7 2-3.1 2-.6 0-1.1-.2-1.6-.7z" />
      <path d="M12 3.6 13.6 2M12.6 5.9l2-.4M10.3 2.4l.4-1.6" />
    </>
  ),
  laugh: (
    <>
      {FACE}
      {EYES}
      <path d="M4.8 9h6.4c-.3 1.9-1.5 3-3.2 3S5.1 10.9 4.8 9z" />
    </>
  ),
  surprise: (
    <>
      {FACE}
      {EYES}
      <circle cx="8" cy="10.4" r="1.5" />
    </>
  ),
};

function Shape({ name }: { name: Reaction }): JSX.Element {
  return (
    <span class="icon">
      <Icon>{SHAPES[name]}</Icon>
    </span>
  );
}
