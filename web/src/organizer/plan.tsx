/** Plans a new fair, public at once or as a draft. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Failure, useAction } from "../page/action";
import { useWords } from "../page/page";
import type { Person } from "../signed_in";
import { readConfig } from "../wire/api/config";
import { clock } from "../wire/clock";
import { Writes } from "../wire/writes";
import { FairFields } from "./fair_fields";
import { bodyOf, type FairForm, newForm } from "./fair_form";
import { useFairWords } from "./fair_words";

export function PlanFair({ person }: { person: Person }): JSX.Element {
  const words = useFairWords();
  const general = useWords();
  const [isOpen, setOpen] = useState(false);
  const [form, setForm] = useState<FairForm | null>(null);
  const [isDraft, setDraft] = useState(false);
  const action = useAction();
  const plan = async (): Promise<void> => {
    const { ingest } = await readConfig();
    const body = { ...(form && bodyOf(form)), ...(isDraft ? { draft: true } : {}) };
    const { id } = await new Writes(ingest, person.token).settle("POST", "/fairs", body);
    location.assign(`/fair?fair=${id}`);
  };
  const opened = (): void => {
    setForm(form ?? newForm(person.name, clock.now())); // not before: by then the server's clock is known
    setOpen(!isOpen);
  };
  const submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    action.run(plan);
  };
  return (
    <section class="narrow">
      <p class="actions">
        <button type="button" aria-expanded={isOpen} onClick={opened} data-control="plan-fair">
          {words.plan}
        </button>
      </p>
      {isOpen && form && (
        <form class="form" onSubmit={submitted}>
          <FairFields form={form} change={setForm} withOffers />
          <label class="tick wide">
            <input type="checkbox" name="fair-draft" checked={isDraft} onChange={() => setDraft(!isDraft)} />
            {words.draft}
          </label>
          <p class="actions wide">
            <button type="submit" class="strong" disabled={action.running} data-control="save-fair">
              {action.running ? general.sending : words.save}
            </button>
          </p>
          <div class="wide">
            <Failure error={action.error} />
          </div>
        </form>
      )}
    </section>
  );
}
