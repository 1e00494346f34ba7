/** The history of an application. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Failure, useAction } from "../page/action";
import { Moment } from "../page/times";
import { reasonFor, wordFor } from "../terms";
import type { Application, Step } from "../wire/api/applications";
import type { Desk } from "./model";
import { useDeskWords } from "./words";

/** The actor in the log where a step followed automatically. */
const ITSELF = "livefair";

export function Story({ one, desk }: { one: Application; desk: Desk }): JSX.Element {
  const { words, terms } = useDeskWords();
  const [isOpen, setOpen] = useState(false);
  const action = useAction();
  const { queue } = desk;
  useEffect(() => {
    if (isOpen) action.run(() => queue.readStory(one.id));
  }, [isOpen, one.state]);
  return (
    <details onToggle={(event) => setOpen((event.currentTarget as HTMLDetailsElement).open)}>
      <summary>{words.story}</summary>
      <ol class="story">
        {(queue.state.stories.get(one.id) ?? []).map((step) => (
          <li key={`${step.event} ${step.at}`} data-event={step.event}>
            <Moment at={step.at} exact />
            <span>
              {words.ownSteps[step.event] ?? wordFor(terms.step, step.event)}
              <span class="quiet">
                {" · "}
                <By step={step} one={one} />
                {step.reason && <> · {reasonFor(terms, step.reason)}</>}
              </span>
            </span>
          </li>
        ))}
      </ol>
      <Failure error={action.error} />
    </details>
  );
}

function By({ step: { by }, one }: { step: Step; one: Application }): JSX.Element {
  const { words } = useDeskWords();
  if (by === undefined || by === ITSELF) return <>{words.byItself}</>;
  return <>{words.by(by === one.student ? words.byStudent : by)}</>;
}
