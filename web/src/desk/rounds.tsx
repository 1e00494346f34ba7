/** The results of closing rounds for the chosen job, with reasons. */
import type { JSX } from "preact";
import { Moment } from "../page/times";
import { wordFor } from "../terms";
import type { Desk } from "./model";
import { nameOf } from "./names";
import { useDeskWords } from "./words";

export function Rounds({ desk }: { desk: Desk }): JSX.Element | null {
  const { words, locale } = useDeskWords();
  const { rounds, applicants, resumes } = desk.queue.state;
  const known = new Map(applicants.map((one) => [one.id, nameOf(one, resumes)]));
  if (rounds.length === 0) return null;
  return (
    <section class="rounds" aria-labelledby="rounds-title">
      <h3 id="rounds-title">{words.round}</h3>
      {rounds.map(({ round, held_at, places, matched, told }) => (
        <div key={round} data-round={round}>
          <p>
            <Moment at={held_at} /> · {words.roundSum(matched.toLocaleString(locale), places.toLocaleString(locale))}
          </p>
          <ol>
            {told.map(({ application, why }) => (
              <li key={application} data-why={why}>
                {known.get(application) ?? words.somebody}: {wordFor(words.why, why)}
              </li>
            ))}
          </ol>
        </div>
      ))}
    </section>
  );
}
