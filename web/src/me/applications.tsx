/** A student's applications, those waiting for an answer first: place, number of people ahead, history. */

import type { JSX } from "preact";
import { Confirm, Failure, useAction } from "../page/action";
import { Badge } from "../page/badge";
import { joined } from "../page/isolated";
import { Countdown, Moment } from "../page/times";
import { reasonFor, wordFor } from "../terms";
import type { OneApplication, OwnApplication } from "../wire/api/applications";
import { Approaches } from "./approaches";
import { givenUp } from "./fairs";
import type { Tab } from "./me";
import type { Me } from "./model";
import { canWithdraw, GROUPS, grouped, groupOf, stands } from "./standing";
import { useMeWords } from "./words";

/** The actor of a step that the rules of the fair took automatically. */
const ITSELF = "livefair";

export function Counts({ applications }: { applications: readonly OwnApplication[] }): JSX.Element {
  const { words, locale } = useMeWords();
  const groups = grouped(applications);
  return (
    <dl class="counts">
      {(["underway", "answer", "matched"] as const).map((group) => (
        <div key={group}>
          <dt>{words.counts[group]}</dt>
          <dd class="figure" data-count={group}>
            {(groups.get(group)?.length ?? 0).toLocaleString(locale)}
          </dd>
        </div>
      ))}
    </dl>
  );
}

export function Applications({ me, go }: { me: Me; go: (tab: Tab) => void }): JSX.Element {
  const { words } = useMeWords();
  const { applications } = me.state;
  const groups = grouped(applications);
  return (
    <section class="part standing" aria-label={words.tabs.standing}>
      <Approaches cards={me.cards} />
      {applications.length === 0 && (
        <div class="empty">
          <p>{words.none}</p>
          <p class="quiet">{words.noneHint}</p>
          <p class="actions narrow-only">
            <button type="button" onClick={() => go("jobs")}>
              {words.toJobs}
            </button>
          </p>
        </div>
      )}
      {GROUPS.filter((group) => (groups.get(group)?.length ?? 0) > 0).map((group) => (
        <section key={group} data-group={group}>
          <h2>{words.groups[group]}</h2>
          <ul class="rows">
            {groups.get(group)?.map((one) => (
              <Row key={one.id} one={one} detail={me.state.details.get(one.id)} me={me} />
            ))}
          </ul>
        </section>
      ))}
    </section>
  );
}

interface RowProps {
  readonly one: OwnApplication;
  readonly detail: OneApplication | undefined;
  readonly me: Me;
}

function Row({ one, detail, me }: RowProps): JSX.Element {
  const { words, terms, locale } = useMeWords();
  const fair = me.state.fairs.find(({ id }) => id === one.fair);
  const isQueued = groupOf(one.state) === "underway";
  return (
    <li data-application={one.id} data-state={one.state}>
      <div class="line">
        <span class="title">{one.title}</span>
        <Badge kind={one.state}>{wordFor(terms.application, one.state)}</Badge>
        <span class="quiet who">{joined([one.enterprise, fair?.title])}</span>
        <span class="amount">
          {words.place(one.place.toLocaleString(locale))}
          {isQueued && detail && <span class="quiet"> · {words.ahead(detail.ahead.toLocaleString(locale))}</span>}
        </span>
      </div>
      {one.reason && (
        <p class="quiet">
          {words.reason}: {reasonFor(terms, one.reason)}
        </p>
      )}
      {one.state === "invited" && <Answer one={one} me={me} />}
      <Story one={one} detail={detail} me={me} />
    </li>
  );
}

/** An invitation: its deadline, its message, accept or decline. */
function Answer({ one, me }: { one: OwnApplication; me: Me }): JSX.Element {
  const { words } = useMeWords();
  const action = useAction();
  const { applications, fairs } = me.state;
  const fair = fairs.find(({ id }) => id === one.fair);
  const others = givenUp(one, applications, fair).map(({ title }) => title);
  const asked = others.length > 0 ? words.acceptReleases(one.title, others) : words.acceptAsk(one.title);
  return (
    <div class="answer">
      {one.deadline && (
        <p class="until">
          <span class="quiet">{words.answerIn}</span>
          <Countdown until={one.deadline} />
        </p>
      )}
      {one.invitation_message && (
        <blockquote>
          <span class="unseen">{words.theirWords}: </span>
          {one.invitation_message}
        </blockquote>
      )}
      {fair?.offers && (
        <p class="quiet small" data-offers={fair.offers}>
          {words.offers[fair.offers]}
        </p>
      )}
      <div class="choices">
        <Confirm
          name="accept"
          strong
          label={words.accept}
          question={asked}
          sure={words.acceptSure}
          action={action}
          work={() => me.step(one, "accept")}
        />
        <Confirm
          name="decline"
          label={words.decline}
          question={words.declineAsk(one.title)}
          sure={words.declineSure}
          action={action}
          work={() => me.step(one, "decline")}
        />
      </div>
      <Failure error={action.error} />
    </div>
  );
}

function Story({ one, detail, me }: RowProps): JSX.Element {
  const { words, terms } = useMeWords();
  const action = useAction();
  const opened = (event: Event): void => void ((event.currentTarget as HTMLDetailsElement).open && me.open(one.id));
  return (
    <details onToggle={opened}>
      <summary>{words.more}</summary>
      <ol class="story">
        {(detail?.history ?? []).map(({ event, at, by, reason }) => (
          <li key={`${event} ${at}`}>
            <Moment at={at} exact />
            <span>
              {wordFor(terms.step, event)}
              {by === ITSELF && event in words.itself && <span class="quiet"> · {words.itself[event]}</span>}
              {reason && <span class="quiet"> · {reasonFor(terms, reason)}</span>}
            </span>
          </li>
        ))}
      </ol>
      {one.message && (
        <p>
          <span class="quiet">{words.yourWords}: </span>
          {one.message}
        </p>
      )}
      <p class="quiet small">
        <span title={words.receiptHint}>{words.receipt}</span> <code>{one.receipt.position}</code> ·{" "}
        <Moment at={one.receipt.accepted_at} exact />
      </p>
      {canWithdraw(one.state) && stands(one.state) && (
        <Confirm
          name="withdraw"
          label={words.withdraw}
          question={words.withdrawAsk(one.title)}
          sure={words.withdrawSure}
          action={action}
          work={() => me.step(one, "withdraw")}
        />
      )}
      <Failure error={action.error} />
    </details>
  );
}
