/** An action of the viewer and its result: running, done, or why it failed and what to do about it. */
import type { ComponentChildren, JSX, RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { TERMS, wordFor } from "../terms";
import { explain } from "./explain";
import { useChoices, useWords } from "./page";

export interface Action {
  readonly running: boolean;
  readonly error: unknown;
  /** Runs `work` unless something runs already; a failure is kept in `error`. */
  readonly run: (work: () => Promise<void>) => void;
  readonly clear: () => void;
}

export function useAction(): Action {
  const [state, setState] = useState<{ running: boolean; error: unknown }>({ running: false, error: null });
  const busy = useRef(false); // two clicks may come before the next render
  const run = (work: () => Promise<void>): void => {
    if (busy.current) return;
    busy.current = true;
    setState({ running: true, error: null });
    work()
      .then(
        () => setState({ running: false, error: null }),
        (error: unknown) => setState({ running: false, error }),
      )
      .finally(() => (busy.current = false));
  };
  return { ...state, run, clear: () => setState({ running: false, error: null }) };
}

/** Why it failed and what to do. Empty while nothing failed, so that screen readers announce only a failure. */
export function Failure({ error }: { error: unknown }): JSX.Element {
  const { language } = useChoices();
  if (!error) return <div role="alert" />;
  const { what, todo, detail, errors, flags } = explain(error, TERMS[language]);
  return (
    <div role="alert" class="failure">
      <p>
        <strong>{what}</strong> {todo}
      </p>
      {detail && (
        <p class="quiet small" lang="en">
          {detail}
        </p>
      )}
      {errors.length > 0 && (
        <ul class="small" lang="en">
          {errors.map(({ path, reason }) => (
            <li key={path}>
              <code>{path}</code> {reason}
            </li>
          ))}
        </ul>
      )}
      {flags.length > 0 && (
        <ul class="flags">
          {flags.map((flag, n) => (
            <li key={n}>{flag.phrase === "" ? wordFor({}, flag.field) : <mark>{flag.phrase}</mark>}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

interface ConfirmProps {
  readonly label: string;
  /** The question that explains the action. */
  readonly question: string;
  readonly sure: string;
  readonly action: Action;
  readonly work: () => Promise<void>;
  readonly strong?: boolean;
  readonly name: string;
  readonly children?: ComponentChildren;
}

/** A press this soon after the question is not an answer: it is the second half of a double click. Ms. */
const STEADY_MS = 400;

/** Focuses `safe` while a question is `asking`, and keeps it focused through the rest of a double click. */
function useFocus(safe: RefObject<HTMLButtonElement | null>, asking: number | null): void {
  useEffect(() => {
    if (asking === null) return undefined;
    safe.current?.focus();
    const steady = (event: MouseEvent): void => void (performance.now() - asking < STEADY_MS && event.preventDefault());
    document.addEventListener("mousedown", steady);
    return () => document.removeEventListener("mousedown", steady);
  }, [asking]);
}

/** A button for an action that cannot be undone: it asks first. The safe answer has the focus, and Escape gives it. */
export function Confirm({
  label,
  question,
  sure,
  action,
  work,
  strong = false,
  name,
  children,
}: ConfirmProps): JSX.Element {
  const words = useWords();
  const [asking, setAsking] = useState<number | null>(null);
  const [safe, opener] = [useRef<HTMLButtonElement>(null), useRef<HTMLButtonElement>(null)];
  useFocus(safe, asking);
  const leave = (): void => {
    setAsking(null);
    requestAnimationFrame(() => opener.current?.focus());
  };
  const confirmed = (): void => {
    if (asking === null || performance.now() - asking < STEADY_MS) return;
    setAsking(null);
    action.run(work);
  };
  if (asking === null) {
    return (
      <button
        type="button"
        ref={opener}
        class={strong ? "strong" : ""}
        disabled={action.running}
        onClick={() => setAsking(performance.now())}
        data-control={name}
      >
        {action.running ? words.sending : label}
      </button>
    );
  }
  return (
    <div
      class="confirm"
      role="alertdialog"
      aria-label={question}
      onKeyDown={(event) => void (event.key === "Escape" && leave())}
    >
      <p>{question}</p>
      {children}
      <p class="actions">
        <button type="button" class="strong" onClick={confirmed} data-control={`${name}-sure`}>
          {sure}
        </button>
        <button type="button" ref={safe} onClick={leave}>
          {words.notNow}
        </button>
      </p>
    </div>
  );
}
