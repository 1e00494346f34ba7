/** The form of an invitation or an approach: its deadline and message. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Failure, useAction } from "../page/action";
import { Choice, Text } from "../page/field";
import { useWords } from "../page/page";
import { clock } from "../wire/clock";
import { useDeskWords } from "./words";

const HOURS = ["1", "4", "12", "24", "72"];

interface Props {
  readonly send: (body: object) => Promise<void>;
  readonly done: () => void;
  readonly label?: string;
  readonly canOverbook?: boolean;
}

const FIRST = { hours: "24", message: "", overbook: false };

/** Without a deadline the service takes a day, at most the end of the fair. */
function bodyOf({ hours, message, overbook }: typeof FIRST, canOverbook: boolean): object {
  const deadline = new Date(clock.now() + Number(hours) * 3_600_000).toISOString();
  return {
    ...(hours === FIRST.hours ? {} : { deadline }),
    ...(message.trim() === "" ? {} : { message: message.trim() }),
    ...(canOverbook ? { overbook } : {}),
  };
}

export function Invite({ send, done, label, canOverbook = true }: Props): JSX.Element {
  const { words } = useDeskWords();
  const general = useWords();
  const [form, setForm] = useState(FIRST);
  const action = useAction();
  const submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    action.run(async () => {
      await send(bodyOf(form, canOverbook));
      done();
    });
  };
  return (
    <form class="form inviting" onSubmit={submitted}>
      <Choice
        name="hours"
        label={words.answerBy}
        value={form.hours}
        change={(hours) => setForm({ ...form, hours })}
        choices={HOURS.map((n) => [n, words.hours(n)])}
      />
      <Text
        name="words"
        label={words.withWords}
        value={form.message}
        change={(message) => setForm({ ...form, message })}
        maxLength={2_000}
        rows={2}
        wide
      />
      {canOverbook && (
        <label class="tick wide" title={words.overbookHint}>
          <input
            type="checkbox"
            checked={form.overbook}
            onChange={(event) => setForm({ ...form, overbook: event.currentTarget.checked })}
          />{" "}
          {words.overbook}
        </label>
      )}
      <p class="actions wide">
        <button type="submit" class="strong" disabled={action.running} data-control="invite-send">
          {action.running ? general.sending : (label ?? words.steps.invite)}
        </button>
        <button type="button" onClick={done}>
          {general.notNow}
        </button>
      </p>
      <div class="wide">
        <Failure error={action.error} />
      </div>
    </form>
  );
}
