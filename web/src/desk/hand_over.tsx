/** Hands an applicant over to a colleague, with a note. The student is not notified. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Failure, useAction } from "../page/action";
import { Choice, Text } from "../page/field";
import { useWords } from "../page/page";
import type { Application } from "../wire/api/applications";
import { useCrewWords } from "./crew_words";
import type { Desk } from "./model";

export function HandOver({ one, desk, done }: { one: Application; desk: Desk; done: () => void }): JSX.Element {
  const words = useCrewWords();
  const general = useWords();
  const me = desk.person.sub;
  const colleagues = desk.crew.state.staff.map(({ person }) => person).filter((person) => person !== me);
  const [form, setForm] = useState({ to: one.assignee ?? me, note: "" });
  const action = useAction();
  const submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    action.run(async () => {
      await desk.queue.handOver(one.id, form.to || null, form.note.trim());
      done();
    });
  };
  return (
    <form class="form inviting" onSubmit={submitted}>
      <Choice
        name="to"
        label={words.to}
        value={form.to}
        change={(to) => setForm({ ...form, to })}
        choices={[[me, words.me], ...colleagues.map((person) => [person, person] as const), ["", words.nobodyElse]]}
      />
      <Text
        name="note"
        label={words.note}
        value={form.note}
        change={(note) => setForm({ ...form, note })}
        maxLength={2_000}
        rows={2}
        wide
      />
      <p class="actions wide">
        <button type="submit" class="strong" disabled={action.running} data-control="hand-over-send">
          {action.running ? general.sending : words.handOver}
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
