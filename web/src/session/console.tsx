/** The console of the host: start, pause and end; drop, close, extend and pin jobs; announcements. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Confirm, Failure, useAction } from "../page/action";
import { Text } from "../page/field";
import { useChoices } from "../page/page";
import { SCHEDULE } from "../page/schedule_words";
import { SessionForm } from "../page/session_form";
import { Dropping } from "./dropping";
import { Funnel } from "./funnel";
import type { SessionModel } from "./model";
import { OpenDrops, Pinned } from "./open_drops";
import { Press } from "./press";
import type { Stage } from "./stage";
import { useSessionWords } from "./words";

interface Props {
  readonly model: SessionModel;
  readonly stage: Stage;
}

export function Console({ model, stage }: Props): JSX.Element {
  const { words } = useSessionWords();
  const action = useAction();
  const isLive = stage.state === "live";
  return (
    <section class="console" aria-labelledby="console-title">
      <h2 id="console-title">
        {words.console}
        <span class="choices">
          {stage.state === "scheduled" && (
            <Press name="start" label={words.start} strong action={action} work={() => model.command("/start")} />
          )}
          {isLive && !stage.paused && (
            <Press name="pause" label={words.pause} action={action} work={() => model.command("/pause")} />
          )}
          {isLive && stage.paused && (
            <Press name="go-on" label={words.resume} strong action={action} work={() => model.command("/resume")} />
          )}
        </span>
      </h2>
      <Failure error={action.error} />
      {stage.state === "scheduled" && <Change model={model} />}
      <Dropping model={model} stage={stage} />
      {isLive && <Pinned model={model} stage={stage} />}
      {isLive && <OpenDrops model={model} stage={stage} />}
      {isLive && <Announce model={model} />}
      <Funnel minutes={model.state.funnel} />
      {isLive && (
        <Confirm
          name="end"
          label={words.end}
          question={words.endAsk}
          sure={words.endSure}
          action={action}
          work={() => model.command("/end")}
        />
      )}
    </section>
  );
}

/** The plan can be edited until the session starts. */
function Change({ model }: { model: SessionModel }): JSX.Element | null {
  const { language } = useChoices();
  const words = SCHEDULE[language];
  const [isOpen, setOpen] = useState(false);
  const { session, jobs } = model.state;
  if (session === null) return null;
  return (
    <>
      <p class="actions">
        <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} data-control="change-session">
          {words.changePlan}
        </button>
      </p>
      {isOpen && (
        <SessionForm
          session={session}
          jobs={[...jobs.values()]}
          save={(changes) => model.amend(changes)}
          close={() => setOpen(false)}
        />
      )}
    </>
  );
}

function Announce({ model }: { model: SessionModel }): JSX.Element {
  const { words } = useSessionWords();
  const action = useAction();
  const [text, setText] = useState("");
  const submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    action.run(async () => {
      await model.command("/announce", { text: text.trim() });
      setText("");
    });
  };
  return (
    <form class="announce" onSubmit={submitted}>
      <Text name="announcement" label={words.announce} value={text} change={setText} required maxLength={2_000} />
      <button type="submit" disabled={action.running || text.trim() === ""} data-control="announce">
        {words.announceSend}
      </button>
      <Failure error={action.error} />
    </form>
  );
}
