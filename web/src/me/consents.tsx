/** Who may open the resume and since when, who no longer may, and who has opened it. */
import type { JSX } from "preact";
import { Failure, useAction } from "../page/action";
import { useWords } from "../page/page";
import { Moment } from "../page/times";
import type { Consent } from "../wire/api/resumes";
import type { Me } from "./model";
import { useMeWords } from "./words";

export function Consents({ consents }: { consents: readonly Consent[] }): JSX.Element {
  const { words } = useMeWords();
  const given = consents.filter(({ state }) => state === "given");
  const ended = consents.filter(({ state }) => state === "ended");
  return (
    <section aria-labelledby="consents-title">
      <h3 id="consents-title">{words.mayOpen}</h3>
      <p class="quiet small">{given.length === 0 ? words.nobodyMay : words.mayOpenHint}</p>
      <List consents={given} />
      {ended.length > 0 && (
        <details data-ended={ended.length}>
          <summary>{words.noMore}</summary>
          <List consents={ended} />
        </details>
      )}
    </section>
  );
}

function List({ consents }: { consents: readonly Consent[] }): JSX.Element {
  const { words, locale } = useMeWords();
  const general = useWords();
  return (
    <ul class="consents">
      {consents.map(({ application, enterprise, title, state, given_at, ended_at, reads }) => (
        <li key={application} data-consent={application} data-state={state}>
          <span>
            {enterprise ?? general.unnamed} <span class="quiet">· {title}</span>
          </span>
          <span class="quiet small">
            {ended_at ? words.until : words.since} <Moment at={ended_at ?? given_at} /> ·{" "}
            {words.times(reads.toLocaleString(locale))}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Each time, the newest first. */
export function Reads({ me }: { me: Me }): JSX.Element | null {
  const { words } = useMeWords();
  const general = useWords();
  const action = useAction();
  const { reads } = me.state;
  if (reads.length === 0) return null;
  return (
    <section aria-labelledby="reads-title">
      <h3 id="reads-title">{words.opened}</h3>
      <ol class="story">
        {reads.map(({ id, at, enterprise, title }) => (
          <li key={id} data-read={id}>
            <Moment at={at} exact />
            <span>
              {enterprise ?? general.unnamed} <span class="quiet">· {title}</span>
            </span>
          </li>
        ))}
      </ol>
      {me.hasEarlierReads && (
        <button
          type="button"
          disabled={action.running}
          onClick={() => action.run(() => me.readEarlierReads())}
          data-control="more-reads"
        >
          {words.showMore}
        </button>
      )}
      <Failure error={action.error} />
    </section>
  );
}
