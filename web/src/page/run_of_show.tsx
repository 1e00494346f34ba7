/** The run of show as it is planned: which jobs, in which order (dragged, or moved by buttons), with minutes and a cap for each. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Job } from "../wire/api/jobs";
import { useChoices } from "./page";
import { moved, type Place } from "./plan";
import { SCHEDULE } from "./schedule_words";

interface Props {
  readonly jobs: readonly Job[];
  readonly places: readonly Place[];
  readonly change: (places: readonly Place[]) => void;
}

export function RunOfShow({ jobs, places, change }: Props): JSX.Element {
  const { language, words: general } = useChoices();
  const words = SCHEDULE[language];
  const [dragged, setDragged] = useState<number | null>(null);
  const [status, setStatus] = useState("");
  const titleOf = (job: string): string => jobs.find(({ id }) => id === job)?.title ?? job;
  const toggle = (job: string): void => {
    const others = places.filter((one) => one.job !== job);
    change(others.length < places.length ? others : [...places, { job, minutes: "", cap: "" }]);
  };
  const move = (from: number, to: number): void => {
    const next = moved(places, from, to);
    if (next === places) return;
    setStatus(words.moved(titleOf(places[from]?.job ?? ""), (to + 1).toLocaleString(general.locale)));
    change(next);
  };
  const dropped = (to: number): void => {
    if (dragged !== null) move(dragged, to);
    setDragged(null);
  };
  return (
    <>
      <fieldset class="wide picks">
        <legend class="quiet small">{words.shown}</legend>
        {jobs
          .filter(({ state }) => state !== "closed")
          .map(({ id, title }) => (
            <label key={id} class="tick">
              <input type="checkbox" checked={places.some(({ job }) => job === id)} onChange={() => toggle(id)} />
              {title}
            </label>
          ))}
      </fieldset>
      <ol class="wide slots">
        {places.map((place, n) => (
          <Row
            key={`${place.job} ${places.slice(0, n).filter(({ job }) => job === place.job).length}`}
            place={place}
            n={n}
            title={titleOf(place.job)}
            change={(next) => change(places.with(n, next))}
            move={(to) => move(n, to)}
            out={() => change(places.toSpliced(n, 1))}
            drag={() => setDragged(n)}
            drop={() => dropped(n)}
            isDragged={dragged === n}
          />
        ))}
      </ol>
      <p class="unseen" role="status">
        {status}
      </p>
    </>
  );
}

interface RowProps {
  readonly place: Place;
  readonly n: number;
  readonly title: string;
  readonly change: (place: Place) => void;
  readonly move: (to: number) => void;
  readonly out: () => void;
  readonly drag: () => void;
  readonly drop: () => void;
  readonly isDragged: boolean;
}

/** The limits of the contract, far above any real plan. */
const MOST = { minutes: 600, cap: 1_000_000 };

function Row({ place, n, title, change, move, out, drag, drop, isDragged }: RowProps): JSX.Element {
  const { language, words: general } = useChoices();
  const words = SCHEDULE[language];
  const step =
    (by: -1 | 1) =>
    (event: { currentTarget: HTMLButtonElement }): void => {
      const pressed = event.currentTarget;
      move(n + by);
      requestAnimationFrame(() => pressed.focus()); // a moved row loses the focus
    };
  return (
    <li
      data-slot={place.job}
      data-dragged={isDragged ? "" : undefined}
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dragging is for the pointer; the buttons of the row do the same by keyboard */}
      <span class="number" draggable onDragStart={drag} title={words.drag}>
        {(n + 1).toLocaleString(general.locale)}
      </span>
      <span class="name">{title}</span>
      {(["minutes", "cap"] as const).map((name) => (
        <label key={name} class="field">
          <span>{words[name]}</span>
          <input
            type="number"
            name={name}
            min={1}
            max={MOST[name]}
            step={1}
            inputMode="numeric"
            value={place[name]}
            onInput={(event) => change({ ...place, [name]: event.currentTarget.value })}
          />
        </label>
      ))}
      <span class="moves">
        <button type="button" class="icon" onClick={step(-1)} aria-label={words.up(title)} data-control="up">
          ↑
        </button>
        <button type="button" class="icon" onClick={step(1)} aria-label={words.down(title)} data-control="down">
          ↓
        </button>
        <button type="button" class="icon" onClick={out} aria-label={words.out(title)} data-control="out">
          ×
        </button>
      </span>
    </li>
  );
}
