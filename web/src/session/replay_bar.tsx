/** The clock of a replay and its controls. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Choice } from "../page/field";
import { useWords } from "../page/page";
import { left } from "../page/times";
import type { Session } from "../wire/api/sessions";
import { advanced, SPEEDS, type Span, spanOf } from "./replay";
import { useSessionWords } from "./words";

export interface Replay {
  /** Whether the page shows the replay instead of the final state. */
  readonly isOn: boolean;
  /** Whether the replay has been read. */
  readonly isRead: boolean;
  readonly isRunning: boolean;
  readonly at: number;
  readonly speed: number;
  readonly span: Span;
  readonly run: (isRunning: boolean) => void;
  readonly go: (at: number) => void;
  readonly turn: (speed: number) => void;
}

const TICK_MS = 100;
const STEP_MS = 1_000;

/** Null while there is nothing to replay. The replay is read when it is first `wanted`; the clock waits for it. */
export function useReplay(session: Session | null, isRead: boolean, wanted: () => void): Replay | null {
  const span = session === null || session.state !== "ended" ? null : spanOf(session);
  const [isOn, setOn] = useState(false);
  const [isRunning, setRunning] = useState(false);
  const [at, setAt] = useState(0);
  const [speed, setSpeed] = useState<number>(1);
  const last = useRef(0);
  useEffect(() => {
    if (!isRunning || !isRead || span === null) return;
    last.current = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      const passed = now - last.current;
      last.current = now;
      setAt((before) => advanced(before, passed, speed, span));
    }, TICK_MS);
    return () => clearInterval(timer);
  }, [isRunning, isRead, speed, span?.from, span?.to]);
  useEffect(() => {
    if (span !== null && at >= span.to) setRunning(false);
  }, [at]);
  if (span === null) return null;
  const on = (): void => {
    wanted();
    setOn(true);
  };
  const run = (running: boolean): void => {
    if (running && (!isOn || at >= span.to)) setAt(span.from);
    on();
    setRunning(running);
  };
  const go = (to: number): void => {
    on();
    setAt(advanced(to, 0, 1, span));
  };
  return { isOn, isRead, isRunning, at: isOn ? at : span.from, speed, span, run, go, turn: setSpeed };
}

/** A slider has whole steps; its last step means the end. */
const chosen = (at: number, { to }: Span): number => (to - at < STEP_MS ? to : at);

export function ReplayBar({ replay }: { replay: Replay }): JSX.Element {
  const { words, locale } = useSessionWords();
  const general = useWords();
  const { span, at } = replay;
  const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  return (
    <section class="replay" aria-label={words.replay}>
      <p class="quiet" role="status">
        {replay.isOn && !replay.isRead ? general.loading : words.replayHint}
      </p>
      <div class="steer">
        <button type="button" class="strong" onClick={() => replay.run(!replay.isRunning)} data-control="replay">
          {replay.isRunning ? words.stop : words.play}
        </button>
        <input
          type="range"
          min={span.from}
          max={span.to}
          step={STEP_MS}
          value={at}
          aria-label={words.position}
          aria-valuetext={clock.format(at)}
          onInput={(event) => replay.go(chosen(Number(event.currentTarget.value), span))}
        />
        <span class="number">
          <time>{clock.format(at)}</time> <span class="quiet">-{left(span.to - at)}</span>
        </span>
        <Choice
          name="speed"
          label={words.speed}
          value={String(replay.speed)}
          change={(speed) => replay.turn(Number(speed))}
          choices={SPEEDS.map((n) => [String(n), `${n}×`])}
        />
      </div>
    </section>
  );
}
