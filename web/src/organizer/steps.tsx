/** The state changes of the fair; those that affect many people ask first. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { type Action, Confirm, Failure, useAction } from "../page/action";
import { Text } from "../page/field";
import type { Fair } from "../wire/api/fairs";
import { clock } from "../wire/clock";
import { useFairWords } from "./fair_words";
import { asksFirst, type FairStep, proposedEnd, reopening, stepsOf } from "./lifecycle";
import type { Organizer } from "./model";

const FORWARD: ReadonlySet<FairStep> = new Set(["publish", "open", "resume"]);

export function Steps({ model, fair }: { model: Organizer; fair: Fair }): JSX.Element {
  const words = useFairWords();
  const action = useAction();
  const move = (step: FairStep) => (): Promise<void> => model.move(step);
  return (
    <div class="lifecycle">
      <div class="choices">
        {stepsOf(fair.state).map((step) =>
          step === "reopen" ? (
            <Reopen key={step} model={model} fair={fair} action={action} />
          ) : asksFirst(step) ? (
            <Confirm
              key={step}
              name={step}
              label={words.steps[step]}
              question={words.asks[step] ?? ""}
              sure={words.sure(words.steps[step])}
              action={action}
              work={move(step)}
            />
          ) : (
            <button
              key={step}
              type="button"
              class={FORWARD.has(step) ? "strong" : ""}
              disabled={action.running}
              onClick={() => action.run(move(step))}
              data-control={step}
            >
              {words.steps[step]}
            </button>
          ),
        )}
      </div>
      <Failure error={action.error} />
    </div>
  );
}

/** Proposes a later end if the current one has passed. */
function Reopen({ model, fair, action }: { model: Organizer; fair: Fair; action: Action }): JSX.Element {
  const words = useFairWords();
  const [chosen, choose] = useState<string | null>(null);
  const end = chosen ?? proposedEnd(fair, clock.now());
  const reopen = async (): Promise<void> => {
    await model.move("reopen", reopening(fair, end));
    choose(null);
  };
  return (
    <Confirm
      name="reopen"
      label={words.steps.reopen}
      question={words.asks.reopen ?? ""}
      sure={words.sure(words.steps.reopen)}
      action={action}
      work={reopen}
    >
      <Text name="reopened-until" label={words.until} type="datetime-local" value={end} change={choose} required />
    </Confirm>
  );
}
