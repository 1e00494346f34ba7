/** The closing round: preview, holding it, and the latest result. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Confirm, Failure, useAction } from "../page/action";
import { useWords } from "../page/page";
import { Moment } from "../page/times";
import type { Fair } from "../wire/api/fairs";
import type { ClosingRound } from "../wire/api/rounds";
import { canSettle } from "./lifecycle";
import type { Organizer } from "./model";
import { useRoundWords } from "./round_words";

export function Round({ model, fair }: { model: Organizer; fair: Fair }): JSX.Element {
  const words = useRoundWords();
  const general = useWords();
  const { locale } = general;
  const [trial, setTrial] = useState<ClosingRound | null>(null);
  const action = useAction();
  const { round } = model.state;
  const hold = async (): Promise<void> => {
    await model.holdRound();
    setTrial(null);
  };
  return (
    <section class="part round" aria-labelledby="round-title">
      <h2 id="round-title">{words.title}</h2>
      <p class="quiet prose">{words.hint}</p>
      {!canSettle(fair.state) && <p>{words.notNow}</p>}
      {canSettle(fair.state) && (
        <div class="choices">
          <button
            type="button"
            disabled={action.running}
            onClick={() => action.run(async () => setTrial(await model.tryRound()))}
            data-control="try-round"
          >
            {action.running ? general.sending : words.trial}
          </button>
          {trial && (
            <Confirm
              name="hold-round"
              strong
              label={words.hold}
              question={words.ask((trial.matches ?? 0).toLocaleString(locale))}
              sure={words.sure}
              action={action}
              work={hold}
            />
          )}
        </div>
      )}
      <div role="status">{trial && <Numbers round={trial} name="trial" title={words.would} />}</div>
      <Failure error={action.error} />
      {round && (
        <Numbers round={round} name="newest" title={words.newest}>
          {round.held_at && <Moment at={round.held_at} exact />}
        </Numbers>
      )}
      {round === null && <p class="quiet empty">{words.none}</p>}
    </section>
  );
}

interface NumbersProps {
  readonly round: ClosingRound;
  readonly name: string;
  readonly title: string;
  readonly children?: JSX.Element | undefined | "";
}

function Numbers({ round, name, title, children }: NumbersProps): JSX.Element {
  const words = useRoundWords();
  const { locale } = useWords();
  return (
    <section class="came-to" data-round={name}>
      <h3>
        {title} <span class="quiet">{children}</span>
      </h3>
      <dl class="counts">
        {(["students", "jobs", "places", "matches"] as const).map((what) => (
          <div key={what}>
            <dt>{words.numbers[what]}</dt>
            <dd class="figure" data-number={what}>
              {(round[what] ?? 0).toLocaleString(locale)}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
