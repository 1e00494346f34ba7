/** Steps for several applicants at once. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Confirm, Failure, useAction } from "../page/action";
import type { Application } from "../wire/api/applications";
import type { Desk } from "./model";
import { type StepName, stepsFrom } from "./steps";
import { useDeskWords } from "./words";

interface Props {
  readonly desk: Desk;
  readonly shown: readonly Application[];
  readonly chosen: ReadonlySet<string>;
  readonly setChosen: (chosen: ReadonlySet<string>) => void;
}

export function Several({ desk, shown, chosen, setChosen }: Props): JSX.Element {
  const { words, locale } = useDeskWords();
  const action = useAction();
  const [refused, setRefused] = useState(0);
  const many = shown.filter(({ id }) => chosen.has(id));
  const ids = many.map(({ id }) => id);
  const can = (step: StepName): boolean =>
    many.length > 0 && many.every(({ state }) => stepsFrom(state).includes(step));
  /** The selection may change while it runs; after a failure these are selected again. */
  const work = (step: StepName) => async (): Promise<void> => {
    setChosen(new Set());
    try {
      setRefused(await desk.queue.steps(ids, step));
    } catch (error) {
      setChosen(chosen);
      throw error;
    }
  };
  const isAll = many.length === shown.length;
  return (
    <div class="several">
      <label class="tick">
        <input
          type="checkbox"
          checked={isAll}
          onChange={() => setChosen(new Set(isAll ? [] : shown.map(({ id }) => id)))}
          data-control="select-all"
        />
        {many.length > 0 ? words.selected(many.length.toLocaleString(locale)) : words.selectAll}
      </label>
      <div class="choices">
        {(["shortlist", "invite"] as const).filter(can).map((step) => (
          <button
            key={step}
            type="button"
            disabled={action.running}
            onClick={() => action.run(work(step))}
            data-control={`several-${step}`}
          >
            {words.steps[step]}
          </button>
        ))}
        {can("refuse") && (
          <Confirm
            name="several-refuse"
            label={words.steps.refuse}
            question={words.refuseAsk(many.length.toLocaleString(locale))}
            sure={words.refuseSure}
            action={action}
            work={work("refuse")}
          />
        )}
      </div>
      <p role="status" class="quiet small">
        {refused > 0 && words.notPossible(refused.toLocaleString(locale))}
      </p>
      <Failure error={action.error} />
    </div>
  );
}
