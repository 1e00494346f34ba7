/** The layout of the organizer's desk, one part at a time. */
import type { JSX } from "preact";
import { ImportPart } from "../importing/importing";
import { Failure } from "../page/action";
import { StaleNote } from "../page/connection";
import { FairList } from "../page/fairs";
import { StateBadge, useSpan, useWords } from "../page/page";
import { Schedule } from "../page/schedule";
import { Shell } from "../page/shell";
import { useModel } from "../page/use_model";
import type { Person } from "../signed_in";
import type { Fair } from "../wire/api/fairs";
import { Amend } from "./amend";
import { Applications } from "./applications";
import { Booths } from "./booths";
import { FiguresPart } from "./figures_part";
import { Files } from "./files";
import { Jobs } from "./jobs";
import { Organizer, TABS, type Tab } from "./model";
import { PlanFair } from "./plan";
import { Round } from "./round";
import { Steps } from "./steps";
import { useTabAddress } from "./tab_address";
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
      <FairList to="fair" hint={words.choose} token={person.token} />
    </Shell>
  );
}

function OneFair({ person, fair: id, signOut }: Props): JSX.Element {
  const model = useModel((onChange) => new Organizer(person, id, onChange), `${id} ${person.token}`);
  const { words } = useOrganizerWords();
  useTabAddress(model);
  const { state } = model;
  const { fair } = state;
  if (state.phase !== "ready" || fair === null) {
    return (
      <Shell title={words.title} person={person} signOut={signOut}>
        <NoFair model={model} />
      </Shell>
    );
  }
  if (!model.isOwn) {
    return (
      <Shell title={fair.title} person={person} signOut={signOut}>
        <p class="wrong">{words.notYours}</p>
        <Back />
      </Shell>
    );
  }
  return (
    <Shell
      title={fair.title}
      person={person}
      signOut={signOut}
      connection={state}
      about={<About model={model} fair={fair} />}
    >
      <Tabs model={model} fair={fair} />
      <Part model={model} fair={fair} />
      <StaleNote state={state} />
    </Shell>
  );
}

function Back(): JSX.Element {
  return (
    <p class="actions">
      <a class="button" href="/fair">
        {useWords().back}
      </a>
    </p>
  );
}

function NoFair({ model }: { model: Organizer }): JSX.Element {
  const general = useWords();
  const { phase, error } = model.state;
  if (phase === "loading")
    return (
      <p class="quiet" role="status">
        {general.loading}
      </p>
    );
  return (
    <>
      {phase === "unknown" && (
        <p>
          {general.unknownText} <code>{model.id}</code>
        </p>
      )}
      {phase === "failed" && <Failure error={error} />}
      <p class="actions">
        <button type="button" onClick={() => void model.start()}>
          {general.tryAgain}
        </button>
      </p>
      <Back />
    </>
  );
}

/** Tabs show how much is waiting for the organizer. */
function Tabs({ model, fair }: { model: Organizer; fair: Fair }): JSX.Element {
  const { words, locale } = useOrganizerWords();
  const { tab, flagged } = model.state;
  const waiting: Partial<Record<Tab, number>> = {
    booths: (fair.booths ?? []).filter(({ state }) => state === "requested").length,
    jobs: flagged,
  };
  return (
    <nav class="tabs" aria-label={words.title}>
      {TABS.map((name) => (
        <button
          key={name}
          type="button"
          aria-current={tab === name ? "true" : undefined}
          onClick={() => model.look(name)}
          data-control={`tab-${name}`}
        >
          {words.tabs[name]}
          {Boolean(waiting[name]) && (
            <span class="badge" data-kind="requested" data-waiting={name} title={words.waiting[name]}>
              {waiting[name]?.toLocaleString(locale)}
            </span>
          )}
        </button>
      ))}
    </nav>
  );
}

function Part({ model, fair }: { model: Organizer; fair: Fair }): JSX.Element {
  const { jobs, sessions } = model.state;
  switch (model.state.tab) {
    case "booths":
      return <Booths model={model} />;
    case "jobs":
      return <Jobs model={model} />;
    case "applications":
      return <Applications model={model} />;
    case "round":
      return <Round model={model} fair={fair} />;
    case "figures":
      return <FiguresPart model={model} />;
    case "more":
      return (
        <div class="more">
          <Amend model={model} fair={fair} />
          <Schedule
            person={model.person}
            sessions={sessions}
            jobs={jobs}
            plan={(fields) => model.plan(fields)}
            amend={(session, changes) => model.amendSession(session, changes)}
          />
          <Files model={model} />
          <ImportPart fair={model.id} writes={model.writes} isForAll onEnd={() => model.wantAll()} />
        </div>
      );
  }
}

function About({ model, fair }: { model: Organizer; fair: Fair }): JSX.Element {
  const { words, locale } = useOrganizerWords();
  const { counters } = model.state.room;
  const span = useSpan(fair.starts_at, fair.ends_at);
  return (
    <>
      <p class="about">
        <StateBadge state={fair.state} />
        <a href={`/wall?fair=${fair.id}`}>{words.wall}</a>
        <span>{span}</span>
      </p>
      <Steps model={model} fair={fair} />
      <dl class="counts">
        {(["enterprises", "jobs", "positions", "applications", "matches"] as const).map((name) => (
          <div key={name}>
            <dt>{words.counts[name]}</dt>
            <dd class="figure" data-counter={name} data-value={counters[name] ?? 0}>
              {(counters[name] ?? 0).toLocaleString(locale)}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
