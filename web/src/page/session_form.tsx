/** The form for a session: a new one, or one that has not started. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Job } from "../wire/api/jobs";
import type { Session } from "../wire/api/sessions";
import { Failure, useAction } from "./action";
import { Text } from "./field";
import { useChoices } from "./page";
import { changesOf, type Fields, fieldsOf, planOf } from "./plan";
import { RunOfShow } from "./run_of_show";
import { SCHEDULE } from "./schedule_words";

interface Props {
  /** The session to edit; null for a new one. */
  readonly session: Session | null;
  /** Jobs that can be added to the run of show. */
  readonly jobs: readonly Job[];
  /** Takes all fields of a new session, or those that were changed. */
  readonly save: (fields: Fields) => Promise<void>;
  readonly close: () => void;
}

export function SessionForm({ session, jobs, save, close }: Props): JSX.Element {
  const { language, words: general } = useChoices();
  const words = SCHEDULE[language];
  const [before] = useState(() => planOf(session));
  const [plan, setPlan] = useState(before);
  const action = useAction();
  const field = (name: "title" | "starts_at" | "stream_url") => ({
    name: `session-${name}`,
    label: words.fields[name],
    value: plan[name],
    change: (value: string) => setPlan({ ...plan, [name]: value }),
  });
  const submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    const fields = session === null ? fieldsOf(plan) : changesOf(before, plan);
    action.run(async () => {
      if (fields !== null) await save(fields);
      close();
    });
  };
  return (
    <form class="form session-form" onSubmit={submitted}>
      <Text {...field("title")} required wide />
      <Text {...field("starts_at")} type="datetime-local" required />
      <Text {...field("stream_url")} type="url" maxLength={2_000} />
      <RunOfShow jobs={jobs} places={plan.run_of_show} change={(run_of_show) => setPlan({ ...plan, run_of_show })} />
      <p class="actions wide">
        <button type="submit" class="strong" disabled={action.running} data-control="save-session">
          {action.running ? general.sending : session === null ? words.save : words.saveChanges}
        </button>
        <button type="button" onClick={close}>
          {general.notNow}
        </button>
      </p>
      <div class="wide">
        <Failure error={action.error} />
      </div>
    </form>
  );
}
