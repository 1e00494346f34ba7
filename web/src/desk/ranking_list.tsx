/** The shortlist ranking: reordered by dragging, keys or buttons; and inviting the first. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { type Action, Failure, useAction } from "../page/action";
import { Badge } from "../page/badge";
import { placed } from "../page/placed";
import { wordFor } from "../terms";
import type { Application } from "../wire/api/applications";
import { Invite } from "./invite";
import type { Desk } from "./model";
import { nameOf } from "./names";
import { placesFree, ranked, unranked } from "./ranking";
import { useDeskWords } from "./words";

export function Ranking({ desk }: { desk: Desk }): JSX.Element | null {
  const { words, locale } = useDeskWords();
  const { applicants, ranking, resumes, counts } = desk.queue.state;
  const action = useAction();
  const [failure, setFailure] = useState<unknown>(null);
  const [dragged, setDragged] = useState<string | null>(null);
  const [status, setStatus] = useState("");
  const order = ranked(applicants, ranking);
  const missing = unranked(order, ranking);
  const waiting = order.filter(({ state }) => state === "shortlisted").length;
  if (order.length === 0) return null;
  const move = (one: Application, to: number): void => {
    if (to < 0 || to >= order.length) return;
    setStatus(words.moved(nameOf(one, resumes), (to + 1).toLocaleString(locale)));
    const ids = order.map(({ id }) => id);
    // Not through `action`, which ignores a press while it runs: the queue makes the changes one after the other.
    desk.queue.rank(placed(ids, one.id, to)).then(() => setFailure(null), setFailure);
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-ranked="${one.id}"]`)?.focus());
  };
  const dropped = (to: number): void => {
    const one = order.find(({ id }) => id === dragged);
    if (one !== undefined) move(one, to);
    setDragged(null);
  };
  return (
    <section class="ranking" aria-labelledby="ranking-title">
      <h3 id="ranking-title">{words.ranking}</h3>
      <p class="quiet small">{words.rankingHint}</p>
      <ol>
        {order.map((one, n) => (
          <Place
            key={one.id}
            one={one}
            n={n}
            name={nameOf(one, resumes)}
            isRanked={!missing.includes(one)}
            move={(to) => move(one, to)}
            drag={() => setDragged(one.id)}
            drop={() => dropped(n)}
            isDragged={dragged === one.id}
          />
        ))}
      </ol>
      <p class="unseen" role="status">
        {status}
      </p>
      {missing.length > 0 && <KeepOrder desk={desk} missing={missing.length} action={action} />}
      <First desk={desk} waiting={Math.max(waiting, counts.shortlisted ?? 0)} />
      <Failure error={failure ?? action.error} />
    </section>
  );
}

/** People on the shortlist who are not ranked, and adding them to the ranking. */
function KeepOrder({ desk, missing, action }: { desk: Desk; missing: number; action: Action }): JSX.Element {
  const { words, locale } = useDeskWords();
  return (
    <p class="note">
      <span>{words.keepOrderHint(missing.toLocaleString(locale))}</span>
      <button
        type="button"
        disabled={action.running}
        onClick={() => action.run(() => desk.queue.keepOrder())}
        data-control="keep-order"
      >
        {words.keepOrder}
      </button>
    </p>
  );
}

/** Invites the first of the ranking for the free places; the others move up when one becomes free. */
function First({ desk, waiting }: { desk: Desk; waiting: number }): JSX.Element | null {
  const { words, locale } = useDeskWords();
  const [isOpen, setOpen] = useState(false);
  const [refused, setRefused] = useState(0);
  const { job, counts } = desk.queue.state;
  const headcount = desk.state.jobs.find(({ id }) => id === job)?.headcount ?? 0;
  const free = placesFree(headcount, counts);
  const many = Math.min(free, waiting);
  if (waiting === 0) return null;
  if (many === 0) return <p class="quiet small">{words.noneFree}</p>;
  const label = words.inviteFirst(many.toLocaleString(locale));
  const send = async (body: object): Promise<void> => setRefused(await desk.queue.inviteFirst(many, body));
  return (
    <>
      <p class="actions">
        <button
          type="button"
          class="strong"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          data-control="invite-first"
        >
          {label}
        </button>
      </p>
      {isOpen && <Invite label={label} canOverbook={false} send={send} done={() => setOpen(false)} />}
      <p role="status" class="quiet small">
        {refused > 0 && words.notPossible(refused.toLocaleString(locale))}
      </p>
    </>
  );
}

interface PlaceProps {
  readonly one: Application;
  readonly n: number;
  readonly name: string;
  readonly isRanked: boolean;
  readonly move: (to: number) => void;
  readonly drag: () => void;
  readonly drop: () => void;
  readonly isDragged: boolean;
}

const KEYS: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1 };

function Place({ one, n, name, isRanked, move, drag, drop, isDragged }: PlaceProps): JSX.Element {
  const { words, terms, locale } = useDeskWords();
  const pressed = (event: KeyboardEvent): void => {
    const step = KEYS[event.key];
    if (step === undefined || !event.altKey) return;
    event.preventDefault();
    move(n + step);
  };
  return (
    <li
      draggable
      // biome-ignore lint/a11y/noNoninteractiveTabindex: Alt with the arrow keys moves it, as its buttons do
      tabIndex={0}
      data-ranked={one.id}
      data-dragged={isDragged ? "" : undefined}
      onDragStart={drag}
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
      onKeyDown={pressed}
    >
      <span class="number">{(n + 1).toLocaleString(locale)}</span>
      <span class="name">
        {name} {!isRanked && <span class="quiet small">{words.unranked}</span>}
      </span>
      <Badge kind={one.state}>{wordFor(terms.application, one.state)}</Badge>
      <span class="moves">
        <button type="button" class="icon" onClick={() => move(n - 1)} aria-label={words.up(name)} data-control="up">
          ↑
        </button>
        <button
          type="button"
          class="icon"
          onClick={() => move(n + 1)}
          aria-label={words.down(name)}
          data-control="down"
        >
          ↓
        </button>
      </span>
    </li>
  );
}
