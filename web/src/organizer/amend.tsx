/** Amends the fair: only changed fields are sent. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Failure, useAction } from "../page/action";
import { useWords } from "../page/page";
import type { Fair } from "../wire/api/fairs";
import { FairFields } from "./fair_fields";
import { changesOf, formOf, offersAreOpen } from "./fair_form";
import { useFairWords } from "./fair_words";
import { canAmend } from "./lifecycle";
import type { Organizer } from "./model";

export function Amend({ model, fair }: { model: Organizer; fair: Fair }): JSX.Element {
  const words = useFairWords();
  const general = useWords();
  const kept = formOf(fair);
  const [form, setForm] = useState(kept);
  const [isSaved, setSaved] = useState(false);
  const action = useAction();
  useEffect(() => setForm(kept), [JSON.stringify(kept)]);
  const changes = changesOf(fair, form);
  const isSame = Object.keys(changes).length === 0;
  const submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    action.run(async () => {
      await model.amend(changes);
      setSaved(true);
    });
  };
  return (
    <section class="part amending" aria-labelledby="amend-title">
      <h2 id="amend-title">{words.amend}</h2>
      {!canAmend(fair.state) && <p class="quiet empty">{words.fixed}</p>}
      {canAmend(fair.state) && (
        <form class="form" onSubmit={submitted}>
          <FairFields
            form={form}
            change={(next) => {
              setSaved(false);
              setForm(next);
            }}
            withOffers={offersAreOpen(fair.state)}
          />
          {!offersAreOpen(fair.state) && (
            <p class="quiet small wide">{words.offersAre(words.offers[fair.offers ?? "keep"])}</p>
          )}
          <p class="actions wide">
            <button type="submit" class="strong" disabled={action.running || isSame} data-control="amend-fair">
              {action.running ? general.sending : words.change}
            </button>
            <span role="status" class="said">
              {isSaved && isSame && !action.running ? words.changed : ""}
            </span>
          </p>
          <div class="wide">
            <Failure error={action.error} />
          </div>
        </form>
      )}
    </section>
  );
}
