/** The organizer's desk: arranges what `model.ts` knows. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { StaleNote } from "../page/connection";
import { Confirm, Failure, useDeed } from "../page/deed";
import { useModel } from "../page/drawn";
import { FairList } from "../page/fairs";
import { StateBadge, useSpan, useWords } from "../page/page";
import { Schedule } from "../page/schedule";
import { Shell } from "../page/shell";
import type { Person } from "../session";
import { Ads } from "./ads";
import { Booths } from "./booths";
import { Files } from "./files";
import { Import } from "./import";
import { asksFirst, stepsOf } from "./lifecycle";
import { Organizer } from "./model";
import { PlanFair } from "./plan";
import { useOrganizerWords } from "./words";

interface Props {
  readonly person: Person;
  readonly fair: string;
  readonly signOut: () => void;
}

export function OrganizerPage(props: Props): JSX.Element {
  const { words } = useOrganizerWords();
  const { person, signOut } = props;
  if (props.fair !== "") return <OneFair {...props} />;
  return (
    <Shell title={words.title} person={person} signOut={signOut}>
      <PlanFair person={person} />
      <FairList to="fair" hint={words.choose} />
    </Shell>
  );
}

const TABS = ["booths", "ads", "more"] as const;
type Tab = (typeof TABS)[number];

function OneFair({ person, fair: id, signOut }: Props): JSX.Element {
  const model = useModel((onChange) => new Organizer(person, id, onChange), `${id} ${person.token}`);
  const { words } = useOrganizerWords();
  const general = useWords();
  const [tab, setTab] = useState<Tab>("booths");
  const { state } = model;
  if (state.phase !== "ready" || state.fair === null) {
    return (
      <Shell title={words.title} person={person} signOut={signOut}>
        {state.phase === "loading" && <p class="quiet" role="status">{general.loading}</p>}
        {state.phase === "unknown" && <p>{general.unknownText} <code>{id}</code></p>}
        {state.phase === "failed" && <Failure error={state.error} />}
        {state.phase !== "loading" && (
          <p class="actions">
            <a class="button" href="/fair">{general.back}</a>
            <button type="button" onClick={() => void model.start()}>{general.tryAgain}</button>
          </p>
        )}
      </Shell>
    );
  }
  const { fair } = state;
  return (
    <Shell title={fair.title} person={person} signOut={signOut} heard={state} about={<About model={model} />}>
      <div class="parts" data-tab={tab}>
        <nav class="tabs" aria-label={words.title}>
          {TABS.map((name) => (
            <button key={name} type="button" aria-current={tab === name ? "true" : undefined} onClick={() => setTab(name)} data-control={`tab-${name}`}>
              {words.tabs[name]}
            </button>
          ))}
        </nav>
        <Booths model={model} />
        <div class="second">
          <Ads model={model} />
          <div class="more">
            <Schedule person={person} sessions={state.sessions} jobs={state.jobs} plan={(fields) => model.plan(fields)} amend={(session, changes) => model.amendSession(session, changes)} />
            <Files model={model} />
            <Import model={model} />
          </div>
        </div>
      </div>
      <StaleNote state={state} />
    </Shell>
  );
}

function About({ model }: { model: Organizer }): JSX.Element | null {
  const { words, locale } = useOrganizerWords();
  const { fair, room } = model.state;
  const span = useSpan(fair?.starts_at ?? "", fair?.ends_at ?? "");
  if (fair === null) return null;
  return (
    <>
      <p class="about">
        <StateBadge state={fair.state} />
        <a href={`/wall?fair=${fair.id}`}>{words.wall}</a>
        <span>{span}</span>
      </p>
      <Lifecycle model={model} />
      <dl class="counts">
        {(["enterprises", "jobs", "positions", "applications", "matches"] as const).map((name) => (
          <div key={name}>
            <dt>{words.counts[name]}</dt>
            <dd class="figure" data-counter={name} data-value={room.counters[name] ?? 0}>{(room.counters[name] ?? 0).toLocaleString(locale)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Lifecycle({ model }: { model: Organizer }): JSX.Element {
  const { words } = useOrganizerWords();
  const deed = useDeed();
  const { fair } = model.state;
  if (fair === null) return <></>;
  if (fair.org !== model.person.org) return <p class="wrong">{words.notYours}</p>;
  return (
    <div class="lifecycle">
      <div class="choices">
        {stepsOf(fair.state).map((step) =>
          asksFirst(step) ? (
            <Confirm key={step} name={step} label={words.steps[step]} question={words.asks[step] ?? ""} sure={words.sure(words.steps[step])} deed={deed} work={() => model.move(step)} />
          ) : (
            <button key={step} type="button" class={step === "open" || step === "publish" || step === "resume" ? "strong" : ""} disabled={deed.running} onClick={() => deed.run(() => model.move(step))} data-control={step}>
              {words.steps[step]}
            </button>
          ),
        )}
      </div>
      <Failure error={deed.error} />
    </div>
  );
}
