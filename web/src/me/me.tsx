/** The student's page: the layout. One part at a time on a phone, two side by side on a wide screen. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Failure } from "../page/action";
import { StaleNote } from "../page/connection";
import { useWords } from "../page/page";
import { Shell } from "../page/shell";
import { useModel } from "../page/use_model";
import type { Person } from "../signed_in";
import { Applications, Counts } from "./applications";
import { Jobs } from "./jobs";
import { Me } from "./model";
import { Resume } from "./resume";
import { useSearchAddress } from "./search_address";
import { useMeWords } from "./words";

export type Tab = "standing" | "jobs" | "resume";
const TABS: readonly Tab[] = ["standing", "jobs", "resume"];

export function MePage({ person, signOut }: { person: Person; signOut: () => void }): JSX.Element {
  const me = useModel((onChange) => new Me(person, onChange), person.token);
  const { words } = useMeWords();
  const [tab, setTab] = useState<Tab>(() => (new URLSearchParams(location.search).has("fair") ? "jobs" : "standing"));
  useSearchAddress(me);
  const { state } = me;
  return (
    <Shell
      title={words.title}
      person={person}
      signOut={signOut}
      connection={state}
      about={<Counts applications={state.applications} />}
    >
      {state.phase === "ready" ? (
        <div class="parts" data-tab={tab}>
          <Tabs tab={tab} choose={setTab} />
          <Applications me={me} go={setTab} />
          <div class="beside">
            <Jobs me={me} go={setTab} />
            <Resume me={me} />
          </div>
        </div>
      ) : (
        <Waiting me={me} signOut={signOut} />
      )}
      {state.phase === "ready" && <StaleNote state={state} />}
    </Shell>
  );
}

function Tabs({ tab, choose }: { tab: Tab; choose: (tab: Tab) => void }): JSX.Element {
  const { words } = useMeWords();
  return (
    <nav class="tabs" aria-label={words.tabsLabel}>
      {TABS.map((name) => (
        <button
          key={name}
          type="button"
          aria-current={tab === name ? "true" : undefined}
          onClick={() => choose(name)}
          data-control={`tab-${name}`}
        >
          {words.tabs[name]}
        </button>
      ))}
    </nav>
  );
}

function Waiting({ me, signOut }: { me: Me; signOut: () => void }): JSX.Element {
  const words = useWords();
  if (me.state.phase === "loading")
    return (
      <p class="quiet" role="status">
        {words.loading}
      </p>
    );
  return (
    <div>
      <Failure error={me.state.error} />
      <p class="actions">
        <button type="button" onClick={() => void me.start()}>
          {words.tryAgain}
        </button>
        <button type="button" onClick={signOut}>
          {words.signOut}
        </button>
      </p>
    </div>
  );
}
