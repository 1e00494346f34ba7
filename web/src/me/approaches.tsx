/** Enterprises that contacted a student because of their card. To agree is to apply; to decline reveals nothing. */
import type { JSX } from "preact";
import { Confirm, Failure, useAction } from "../page/action";
import { useWords } from "../page/page";
import { Countdown } from "../page/times";
import type { OwnApproach } from "../wire/api/cards";
import { useCardWords } from "./card_words";
import type { Cards } from "./cards";
import { useMeWords } from "./words";

export function Approaches({ cards }: { cards: Cards }): JSX.Element | null {
  const words = useCardWords();
  const { approaches } = cards.state;
  if (approaches.length === 0) return null;
  return (
    <section data-group="asked" aria-labelledby="asked-title">
      <h2 id="asked-title">{words.asked}</h2>
      <ul class="rows">
        {approaches.map((one) => (
          <Row key={one.id} one={one} cards={cards} />
        ))}
      </ul>
    </section>
  );
}

function Row({ one, cards }: { one: OwnApproach; cards: Cards }): JSX.Element {
  const words = useCardWords();
  const { words: general } = useMeWords();
  const { unnamed } = useWords();
  const action = useAction();
  return (
    <li data-approach={one.id}>
      <div class="line">
        <span class="title">{one.title}</span>
        <span class="quiet who">{words.asks(one.enterprise ?? unnamed)}</span>
      </div>
      <div class="answer">
        <p class="until">
          <span class="quiet">{general.answerIn}</span>
          <Countdown until={one.deadline} />
        </p>
        {one.message && (
          <blockquote>
            <span class="unseen">{general.theirWords}: </span>
            {one.message}
          </blockquote>
        )}
        <div class="choices">
          <Confirm
            name="say-yes"
            strong
            label={words.accept}
            question={words.acceptAsk(one.title)}
            sure={words.acceptSure}
            action={action}
            work={() => cards.answer(one, "accept")}
          />
          <Confirm
            name="say-no"
            label={words.decline}
            question={words.declineAsk(one.title)}
            sure={words.declineSure}
            action={action}
            work={() => cards.answer(one, "decline")}
          />
        </div>
        <Failure error={action.error} />
      </div>
    </li>
  );
}
