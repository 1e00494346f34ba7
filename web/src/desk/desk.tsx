/** The layout of the enterprise's desk. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Failure } from "../page/action";
import { StaleNote } from "../page/connection";
import { FairList } from "../page/fairs";
import { StateBadge, useWords } from "../page/page";
import { Schedule } from "../page/schedule";
import { Shell } from "../page/shell";
import { useModel } from "../page/use_model";
import type { Person } from "../signed_in";
import { Applicants } from "./applicants";
import { Booth, OwnBooth } from "./booth";
import { CrewPart } from "./crew_part";
import { Jobs } from "./jobs";
import { Desk } from "./model";
import { Seek } from "./seek";
import { useDeskWords } from "./words";

interface Props {
  readonly person: Person;
  readonly fair: string;
  readonly signOut: () => void;
}

export function DeskPage(props: Props): JSX.Element {
  const { words } = useDeskWords();
  const { person, signOut } = props;
  if (props.fair !== "") return <OneDesk {...props} />;
  return (
    <Shell title={words.title} person={person} signOut={signOut}>
      <FairList to="desk" hint={words.choose} />
    </Shell>
  );
}

const TABS = ["jobs", "applicants", "people", "booth"] as const;
type Tab = (typeof TABS)[number];

function OneDesk({ person, fair, signOut }: Props): JSX.Element {
  const desk = useModel((onChange) => new Desk(person, fair, onChange), `${fair} ${person.token}`);
  const { words } = useDeskWords();
  const { state, booth } = desk;
  const isIn = booth?.state === "approved";
  return (
    <Shell
      title={booth?.name ?? words.title}
      person={person}
      signOut={signOut}
      connection={state}
      about={<About desk={desk} />}
    >
      {state.phase !== "ready" && <Waiting desk={desk} />}
      {state.phase === "ready" && !isIn && <Booth desk={desk} />}
      {state.phase === "ready" && isIn && <Parts desk={desk} />}
      {state.phase === "ready" && <StaleNote state={state} />}
    </Shell>
  );
}

/** On a wide screen jobs and applicants stand side by side, behind one tab. */
function Parts({ desk }: { desk: Desk }): JSX.Element {
  const [tab, setTab] = useState<Tab>("jobs");
  const { sessions, jobs } = desk.state;
  const choose = (job: string): void => {
    desk.queue.choose(job);
    setTab("applicants");
  };
  const isQueue = tab === "jobs" || tab === "applicants";
  return (
    <div class="parts" data-tab={tab}>
      <Tabs tab={tab} choose={setTab} />
      <div class="own-part" hidden={!isQueue}>
        <Jobs desk={desk} choose={choose} />
        <Schedule
          person={desk.person}
          sessions={sessions}
          jobs={jobs}
          plan={(fields) => desk.plan(fields)}
          amend={(session, changes) => desk.amendSession(session, changes)}
        />
      </div>
      <div class="queue-part" hidden={!isQueue}>
        <Applicants desk={desk} />
      </div>
      {tab === "people" && <Seek desk={desk} toApplicants={choose} />}
      {tab === "booth" && <OwnBooth desk={desk} />}
      {tab === "booth" && <CrewPart desk={desk} />}
    </div>
  );
}

function Tabs({ tab, choose }: { tab: Tab; choose: (tab: Tab) => void }): JSX.Element {
  const { words } = useDeskWords();
  return (
    <nav class="tabs" aria-label={words.tabsLabel}>
      {TABS.map((name) => (
        <button
          key={name}
          type="button"
          class={name === "applicants" ? "narrow-only" : ""}
          aria-current={tab === name ? "true" : undefined}
          onClick={() => choose(name)}
          data-control={`tab-${name}`}
        >
          {name === "jobs" && <span class="wide-only">{words.jobsAndApplicants}</span>}
          <span class={name === "jobs" ? "narrow-only" : ""}>{words.tabs[name]}</span>
        </button>
      ))}
    </nav>
  );
}

function About({ desk }: { desk: Desk }): JSX.Element | null {
  const { words, locale } = useDeskWords();
  const { fair, jobs, hasMoreJobs } = desk.state;
  if (fair === null) return null;
  const rest = hasMoreJobs ? "+" : "";
  const open = jobs.filter(({ state }) => state === "open");
  const sum = (of: (job: (typeof jobs)[number]) => number): string =>
    jobs.reduce((total, job) => total + of(job), 0).toLocaleString(locale) + rest;
  const counts = {
    jobs: open.length.toLocaleString(locale) + rest,
    positions: sum((job) => (job.state === "open" ? job.headcount : 0)),
    applications: sum((job) => job.applications ?? 0),
  };
  return (
    <>
      <p class="about">
        <a href={`/wall?fair=${fair.id}`}>{fair.title}</a>
        <StateBadge state={fair.state} />
      </p>
      <dl class="counts">
        {(["jobs", "positions", "applications"] as const).map((name) => (
          <div key={name}>
            <dt>{words.counts[name]}</dt>
            <dd class="figure" data-count={name}>
              {counts[name]}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Waiting({ desk }: { desk: Desk }): JSX.Element {
  const words = useWords();
  if (desk.state.phase === "loading")
    return (
      <p class="quiet" role="status">
        {words.loading}
      </p>
    );
  return (
    <div>
      {desk.state.phase === "unknown" ? (
        <p>
          {words.unknownText} <code>{desk.id}</code>
        </p>
      ) : (
        <Failure error={desk.state.error} />
      )}
      <p class="actions">
        <a class="button" href="/">
          {words.back}
        </a>
        <button type="button" onClick={() => void desk.start()}>
          {words.tryAgain}
        </button>
      </p>
    </div>
  );
}
