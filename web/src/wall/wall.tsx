/** The layout of the wall. */
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { Connection, StaleNote } from "../page/connection";
import { FullScreen } from "../page/fullscreen";
import { Controls, StateBadge, useSpan, useWords } from "../page/page";
import { useModel } from "../page/use_model";
import type { Fair } from "../wire/api/fairs";
import { ApplicationsChart } from "./chart";
import { Count, Growth } from "./count";
import { ExportControls } from "./export";
import { NewestJobs, TopJobs } from "./jobs";
import { Wall, type WallState } from "./model";

export function WallPage({ id }: { id: string }): JSX.Element {
  const wall = useModel((onChange) => new Wall(id, onChange), id);
  const { product } = useWords();
  const title = wall.state.fair?.title;
  useEffect(() => {
    document.title = title === undefined ? product : `${title} · ${product}`;
  }, [title, product]);
  return wall.state.phase === "unknown" ? (
    <Unknown id={id} again={() => void wall.start()} />
  ) : (
    <Display state={wall.state} />
  );
}

function Display({ state }: { state: WallState }): JSX.Element {
  const isOver = state.status.kind === "over";
  const isStale = (state.status.kind !== "live" && !isOver) || state.room.reloading;
  return (
    <div class="wall" data-stale={isStale ? "" : undefined} data-phase={state.phase}>
      <Top state={state} />
      <main class="numbers">
        <Figures state={state} />
        <NewestJobs items={state.room.items} names={state.names} flags={state.flags} isOver={isOver} />
        <TopJobs jobs={state.top} names={state.names} flags={state.flags} />
        <Steps state={state} />
      </main>
    </div>
  );
}

function Top({ state }: { state: WallState }): JSX.Element {
  const words = useWords();
  return (
    <header class="top">
      <div class="headline">
        <h1>{state.fair?.title ?? words.loading}</h1>
        {state.fair && <About fair={state.fair} />}
      </div>
      <div class="side">
        <Controls>
          <ExportControls state={state} />
          <FullScreen />
        </Controls>
        <Connection state={state} />
      </div>
      <StaleNote state={state} />
    </header>
  );
}

function About({ fair }: { fair: Fair }): JSX.Element {
  const span = useSpan(fair.starts_at, fair.ends_at);
  return (
    <p class="about">
      <StateBadge state={fair.state} />
      <span>{fair.host}</span>
      {fair.region ? <span>{fair.region}</span> : null}
      <span class="when">{span}</span>
    </p>
  );
}

function Figures({ state }: { state: WallState }): JSX.Element {
  const { counters, known } = state.room;
  const of = (name: string): number | null => (known ? (counters[name] ?? 0) : null);
  return (
    <section class="figures">
      <dl class="hero">
        <Count name="applications" value={of("applications")}>
          <Growth points={state.points} />
        </Count>
      </dl>
      <dl class="facts">
        {(["applicants", "enterprises", "jobs", "positions"] as const).map((name) => (
          <Count key={name} name={name} value={of(name)} />
        ))}
      </dl>
      <ApplicationsChart points={state.points} counters={counters} />
    </section>
  );
}

function Steps({ state }: { state: WallState }): JSX.Element {
  const { counters, known } = state.room;
  return (
    <dl class="steps">
      {(["shortlisted", "invited", "matches", "hired", "refused", "sessions", "drops"] as const).map((name) => (
        <Count key={name} name={name} value={known ? (counters[name] ?? 0) : null} />
      ))}
    </dl>
  );
}

function Unknown({ id, again }: { id: string; again: () => void }): JSX.Element {
  const words = useWords();
  return (
    <div class="plain">
      <header>
        <p class="product">{words.product}</p>
        <Controls />
      </header>
      <main data-page="unknown">
        <h1>{words.unknownTitle}</h1>
        <p>
          {words.unknownText} <code>{id}</code>
        </p>
        <p class="quiet">{words.unknownHint}</p>
        <p class="actions">
          <a class="button" href="/">
            {words.back}
          </a>
          <button type="button" onClick={again}>
            {words.tryAgain}
          </button>
        </p>
      </main>
    </div>
  );
}
