/** A student's card in the chosen fair: shown or hidden, with their preferences. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Failure, useAction } from "../page/action";
import { Badge } from "../page/badge";
import { Text } from "../page/field";
import type { OwnCard } from "../wire/api/cards";
import type { Fair } from "../wire/api/fairs";
import { useCardWords } from "./card_words";
import type { Cards } from "./cards";
import { formOf, listed, WANTED_MAX, wantsOf } from "./wants";
import { useMeWords } from "./words";

/** States of the fair in which cards can be found. */
const FOUND_IN = new Set(["scheduled", "open", "paused"]);

interface Props {
  readonly cards: Cards;
  readonly fair: Fair;
  readonly hasResume: boolean;
}

export function Card({ cards, fair, hasResume }: Props): JSX.Element {
  const words = useCardWords();
  const card = cards.state.cards.get(fair.id);
  const canShow = FOUND_IN.has(fair.state);
  return (
    <details class="card" data-card={card?.state ?? "none"}>
      <summary>
        {words.card}{" "}
        {card && (
          <Badge kind={card.state === "shown" ? "approved" : "closed"}>
            {card.state === "shown" ? words.shown : words.hidden}
          </Badge>
        )}
      </summary>
      <p class="quiet">
        {card === undefined ? words.none : card.state === "shown" ? words.shownHint : words.hiddenHint}
      </p>
      {!canShow ? (
        <p>{words.closed}</p>
      ) : !hasResume ? (
        <p>{words.resumeFirst}</p>
      ) : (
        <Looking key={fair.id} cards={cards} fair={fair} card={card} />
      )}
    </details>
  );
}

function Looking({ cards, fair, card }: { cards: Cards; fair: Fair; card: OwnCard | undefined }): JSX.Element {
  const words = useCardWords();
  const [form, setForm] = useState(() => formOf(card?.wants));
  const action = useAction();
  useEffect(() => setForm(formOf(card?.wants)), [JSON.stringify(card?.wants)]);
  const isTooMuch = [form.regions, form.industries].some((text) => listed(text).length > WANTED_MAX);
  const isShown = card?.state === "shown";
  const submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    action.run(() => cards.show(fair.id, wantsOf(form)));
  };
  return (
    <form class="form" onSubmit={submitted}>
      <Text
        name="regions"
        label={words.regions}
        value={form.regions}
        change={(regions) => setForm({ ...form, regions })}
      />
      <Text
        name="industries"
        label={words.industries}
        value={form.industries}
        change={(industries) => setForm({ ...form, industries })}
      />
      <Types chosen={form.types} change={(types) => setForm({ ...form, types })} />
      {isTooMuch && (
        <p class="wrong wide" role="status">
          {words.tooMany}
        </p>
      )}
      <p class="actions wide">
        <button
          type="submit"
          class={isShown ? "" : "strong"}
          disabled={action.running || isTooMuch}
          data-control="show-card"
        >
          {isShown ? words.change : words.show}
        </button>
        {isShown && (
          <button
            type="button"
            disabled={action.running}
            onClick={() => action.run(() => cards.hide(fair.id))}
            data-control="hide-card"
          >
            {words.hide}
          </button>
        )}
      </p>
      <div class="wide">
        <Failure error={action.error} />
      </div>
    </form>
  );
}

interface TypesProps {
  readonly chosen: readonly string[];
  readonly change: (types: readonly string[]) => void;
}

function Types({ chosen, change }: TypesProps): JSX.Element {
  const words = useCardWords();
  const { terms } = useMeWords();
  const turn = (type: string): void => {
    const others = chosen.filter((one) => one !== type);
    change(others.length < chosen.length ? others : [...others, type]);
  };
  return (
    <fieldset class="picks wide">
      <legend class="quiet small">{words.types}</legend>
      {Object.entries(terms.employment).map(([type, word]) => (
        <label key={type} class="tick">
          <input type="checkbox" checked={chosen.includes(type)} onChange={() => turn(type)} data-type={type} /> {word}
        </label>
      ))}
    </fieldset>
  );
}
