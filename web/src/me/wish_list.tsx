/** The student's ranking of jobs for the closing round of the chosen fair, and the latest result. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Failure, useAction } from "../page/action";
import { useWords } from "../page/page";
import { placed } from "../page/placed";
import { Moment } from "../page/times";
import { wordFor } from "../terms";
import type { OwnApplication } from "../wire/api/applications";
import type { Fair } from "../wire/api/fairs";
import type { Me } from "./model";
import { useRoundWords } from "./round_words";
import { wishesOf } from "./wishes";
import { useMeWords } from "./words";

/** States of the fair in which the ranking can change. */
const RANKED_IN = new Set(["open", "paused", "closing"]);

export function WishList({ me, fair }: { me: Me; fair: Fair }): JSX.Element | null {
  const words = useRoundWords();
  const { locale } = useMeWords();
  const general = useWords();
  const { round } = me;
  const action = useAction();
  const read = (): void => action.run(() => round.read(fair.id));
  useEffect(read, [fair.id]);
  const jobs = round.state.rankings.get(fair.id);
  const wishes = wishesOf(me.state.applications, fair.id, jobs ?? []);
  const isOver = !RANKED_IN.has(fair.state);
  const held = round.state.rounds.find((one) => one.fair === fair.id);
  if (held === undefined && isOver) return null;
  return (
    <details class="card wishes" data-ranked-jobs={wishes.ranked.length}>
      <summary>
        {words.title}{" "}
        {wishes.ranked.length > 0 && (
          <span class="badge">{words.ranked(wishes.ranked.length.toLocaleString(locale))}</span>
        )}
      </summary>
      {held && <Held held={held} />}
      {!isOver && <p class="quiet">{words.hint}</p>}
      {!isOver && jobs !== undefined && <Order me={me} fair={fair.id} jobs={jobs} {...wishes} />}
      {!isOver && jobs === undefined && (
        <>
          <Failure error={action.error} />
          <button type="button" disabled={action.running} onClick={read} data-control="read-ranking">
            {action.running ? general.loading : general.tryAgain}
          </button>
        </>
      )}
    </details>
  );
}

interface OrderProps {
  readonly me: Me;
  readonly fair: string;
  /** All ranked jobs, also those without an active application. */
  readonly jobs: readonly string[];
  readonly ranked: readonly OwnApplication[];
  readonly others: readonly OwnApplication[];
}

function Order({ me, fair, jobs, ranked, others }: OrderProps): JSX.Element {
  const words = useRoundWords();
  const { locale } = useMeWords();
  const action = useAction();
  const [status, setStatus] = useState("");
  const keep = (order: readonly string[]): void => action.run(() => me.round.rank(fair, order));
  const move = (one: OwnApplication, to: number): void => {
    const other = ranked[to];
    if (other === undefined) return;
    setStatus(words.moved(one.title, (to + 1).toLocaleString(locale)));
    keep(placed(jobs, one.job, jobs.indexOf(other.job)));
  };
  return (
    <>
      {ranked.length + others.length === 0 && <p>{words.none}</p>}
      <ol class="order">
        {ranked.map((one, n) => (
          <Ranked
            key={one.job}
            one={one}
            n={n}
            isLast={n === ranked.length - 1}
            isBusy={action.running}
            move={(to) => move(one, to)}
            out={() => keep(jobs.filter((job) => job !== one.job))}
          />
        ))}
      </ol>
      {others.length > 0 && <p class="quiet small">{words.others}</p>}
      <ul class="order">
        {others.map((one) => (
          <li key={one.job} data-unranked={one.job}>
            <span class="name">
              {one.title} <span class="quiet">{one.enterprise}</span>
            </span>
            <button
              type="button"
              disabled={action.running}
              onClick={() => keep([...jobs, one.job])}
              aria-label={words.addOne(one.title)}
              data-control="add"
            >
              {words.add}
            </button>
          </li>
        ))}
      </ul>
      <p class="unseen" role="status">
        {status}
      </p>
      <Failure error={action.error} />
    </>
  );
}

interface RankedProps {
  readonly one: OwnApplication;
  readonly n: number;
  readonly isLast: boolean;
  readonly isBusy: boolean;
  readonly move: (to: number) => void;
  readonly out: () => void;
}

function Ranked({ one, n, isLast, isBusy, move, out }: RankedProps): JSX.Element {
  const words = useRoundWords();
  const { locale } = useMeWords();
  const button = (name: string, sign: string, label: string, press: () => void, isOff = false): JSX.Element => (
    <button
      type="button"
      class="icon"
      disabled={isOff || isBusy}
      onClick={press}
      aria-label={label}
      data-control={name}
    >
      {sign}
    </button>
  );
  return (
    <li data-wish={one.job}>
      <span class="number">{(n + 1).toLocaleString(locale)}</span>
      <span class="name">
        {one.title} <span class="quiet">{one.enterprise}</span>
      </span>
      {button("up", "↑", words.up(one.title), () => move(n - 1), n === 0)}
      {button("down", "↓", words.down(one.title), () => move(n + 1), isLast)}
      {button("out", "×", words.out(one.title), out)}
    </li>
  );
}

function Held({ held }: { held: Me["round"]["state"]["rounds"][number] }): JSX.Element {
  const words = useRoundWords();
  return (
    <div class="held" data-round={held.round}>
      <p>
        <strong>{words.held}</strong>{" "}
        <span class="quiet">
          <Moment at={held.held_at} exact />
        </span>
      </p>
      {!held.took_part && <p>{words.noPart}</p>}
      <ul>
        {held.told.map(({ job, title, why }) => (
          <li key={job}>
            {title}: {wordFor(words.why, why)}
          </li>
        ))}
      </ul>
    </div>
  );
}
