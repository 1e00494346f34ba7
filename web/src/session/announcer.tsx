/** The live region of the stage. The list of drops itself is silent: its counts change with every application. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { wordFor } from "../terms";
import { type Announced, announced, type Shown } from "./announcements";
import type { SessionModel } from "./model";
import type { Stage } from "./stage";
import { useSessionWords } from "./words";

/** How many lines are kept: older ones were read. */
const LINES_MAX = 6;

interface Line extends Announced {
  readonly key: number;
}

export function Announcer({ model, stage }: { model: SessionModel; stage: Stage }): JSX.Element {
  const { words, terms } = useSessionWords();
  const [lines, setLines] = useState<readonly Line[]>([]);
  const before = useRef<Shown | null>(null);
  const count = useRef(0);
  const { own, jobs } = model.state;
  const after: Shown = { drops: stage.drops, own };
  useEffect(() => {
    const news = before.current === null ? [] : announced(before.current, after); // what is there at first is read as the page
    before.current = after;
    if (news.length === 0) return;
    const added = news.map((one) => ({ ...one, key: ++count.current }));
    setLines((known) => [...known, ...added].slice(-LINES_MAX));
  });
  const said = ({ kind, job, title, state = "" }: Line): string => {
    const name = title ?? jobs.get(job)?.title ?? words.aJob;
    return kind === "own" ? words.saidOwn(name, wordFor(terms.application, state)) : words.said[kind](name);
  };
  return (
    <div class="unseen" role="log" aria-live="polite" aria-relevant="additions" data-announcer>
      {lines.map((line) => (
        <p key={line.key}>{said(line)}</p>
      ))}
    </div>
  );
}
