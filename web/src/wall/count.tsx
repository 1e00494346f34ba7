/** A counter with an animated value in tabular figures. */
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useNow, useWords } from "../page/page";
import type { CounterName } from "../words";
import { growth, type Point } from "./series";

const COUNTING_MS = 600;
const GROWTH_MIN = 5;

interface CountProps {
  readonly name: CounterName;
  /** Null while it is not known. */
  readonly value: number | null;
  readonly children?: ComponentChildren;
}

export function Count({ name, value, children }: CountProps): JSX.Element {
  const words = useWords();
  const shown = useCounting(value);
  return (
    <div class="count">
      <dt>{words.counters[name]}</dt>
      <dd class="figure" data-counter={name} data-value={value ?? undefined}>
        {shown === null ? "–" : shown.toLocaleString(words.locale)}
      </dd>
      {children && <dd class="aside">{children}</dd>}
    </div>
  );
}

/** The number to show: animates to the new value, unless reduced motion is preferred. */
function useCounting(value: number | null): number | null {
  const [shown, setShown] = useState(value);
  const from = useRef(value);
  useEffect(() => {
    const start = from.current;
    from.current = value;
    if (start === value) return;
    if (start === null || value === null || matchMedia("(prefers-reduced-motion: reduce)").matches)
      return setShown(value);
    return run(start, value, (now) => {
      from.current = now; // a change during the animation continues from what is shown
      setShown(now);
    });
  }, [value]);
  return shown;
}

function run(start: number, end: number, show: (value: number) => void): () => void {
  const began = performance.now();
  let frame = 0;
  const step = (now: number): void => {
    const part = Math.min(1, Math.max(0, (now - began) / COUNTING_MS));
    show(part === 1 ? end : Math.round(start + (end - start) * (1 - (1 - part) ** 3)));
    if (part < 1) frame = requestAnimationFrame(step);
  };
  frame = requestAnimationFrame(step);
  return () => cancelAnimationFrame(frame);
}

/** How many applications came in the last minutes; nothing if none or unknown. */
export function Growth({ points }: { points: readonly Point[] }): JSX.Element | null {
  const words = useWords();
  const now = useNow(1_000) / 1000;
  const grown = growth(points, "applications", GROWTH_MIN * 60, now);
  if (grown === null || grown <= 0) return null;
  return <span>{words.inLastMinutes(grown.toLocaleString(words.locale), GROWTH_MIN)}</span>;
}
