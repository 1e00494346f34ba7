/** The applicants of the chosen job: filters, steps for one, and steps for several at once. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { csv } from "../page/csv";
import { saveFile } from "../page/download";
import { Choice } from "../page/field";
import { wordFor } from "../terms";
import type { Application } from "../wire/api/applications";
import { quietly } from "../wire/quietly";
import { Applicant } from "./applicant";
import { useCrewWords } from "./crew_words";
import type { Desk } from "./model";
import { nameOf } from "./names";
import { APPLICANTS_MAX } from "./queue";
import { Ranking } from "./ranking_list";
import { Rounds } from "./rounds";
import { Several } from "./several";
import { FILTERS, type Filter, filterOf } from "./steps";
import { useDeskWords } from "./words";

export function Applicants({ desk }: { desk: Desk }): JSX.Element {
  const { words, locale } = useDeskWords();
  const { job, applicants, assignee } = desk.queue.state;
  const [filter, setFilter] = useState<Filter>("all");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => setChosen(new Set()), [job, filter, assignee]);
  const shown = filter === "all" ? applicants : applicants.filter(({ state }) => filterOf(state) === filter);
  const toggle = (id: string): void =>
    setChosen((before) =>
      before.has(id) ? new Set([...before].filter((one) => one !== id)) : new Set([...before, id]),
    );
  const title = desk.state.jobs.find(({ id }) => id === job)?.title;
  return (
    <section class="part applicants" aria-labelledby="applicants-title">
      <h2 id="applicants-title">
        {title ?? words.tabs.applicants}
        {applicants.length > 0 && (
          <button type="button" onClick={() => takeAway(desk, words, locale)} data-control="csv">
            CSV<span class="unseen"> {words.exportCsv}</span>
          </button>
        )}
      </h2>
      {job === null && <p class="quiet empty">{words.chooseJob}</p>}
      {job !== null && <Assignee desk={desk} />}
      {job !== null && applicants.length === 0 && (
        <p class="quiet empty">{assignee === "" ? words.nobody : words.nobodyHere}</p>
      )}
      {applicants.length > 0 && <Parts applicants={applicants} filter={filter} choose={setFilter} />}
      {filter === "shortlist" && assignee === "" && <Ranking desk={desk} />}
      {shown.length === 0 && applicants.length > 0 && <p class="quiet empty">{words.nobodyHere}</p>}
      {shown.length > 0 && <Several desk={desk} shown={shown} chosen={chosen} setChosen={setChosen} />}
      <ul class="rows">
        {shown.map((one) => (
          <Applicant key={one.id} one={one} desk={desk} isChosen={chosen.has(one.id)} toggle={() => toggle(one.id)} />
        ))}
      </ul>
      {applicants.length >= APPLICANTS_MAX && (
        <p class="quiet">{words.onlyFirst(APPLICANTS_MAX.toLocaleString(locale))}</p>
      )}
      <Rounds desk={desk} />
    </section>
  );
}

/** Filters by assignee; hidden where the staff is one person. */
function Assignee({ desk }: { desk: Desk }): JSX.Element | null {
  const words = useCrewWords();
  const { person, queue } = desk;
  const others = desk.crew.state.staff.map(({ person: one }) => one).filter((one) => one !== person.sub);
  const { assignee } = queue.state;
  if (others.length === 0 && assignee === "" && desk.org === person.org) return null;
  const known =
    assignee === "" || assignee === person.sub || others.includes(assignee) ? others : [...others, assignee];
  const choices = [["", words.all], [person.sub, words.mine], ...known.map((one) => [one, one] as const)] as const;
  return (
    <Choice
      name="assignee"
      label={words.show}
      value={assignee}
      change={(who) => void quietly(() => queue.lookAt(who))}
      choices={choices}
    />
  );
}

function Parts({
  applicants,
  filter,
  choose,
}: {
  applicants: readonly Application[];
  filter: Filter;
  choose: (filter: Filter) => void;
}): JSX.Element {
  const { words, locale } = useDeskWords();
  const count = (name: Filter): number =>
    name === "all" ? applicants.length : applicants.filter(({ state }) => filterOf(state) === name).length;
  return (
    <div class="filters" role="group" aria-label={words.filtersLabel}>
      {FILTERS.map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={filter === name}
          onClick={() => choose(name)}
          data-control={`filter-${name}`}
        >
          {words.filters[name]} <span class="number">{count(name).toLocaleString(locale)}</span>
        </button>
      ))}
    </div>
  );
}

function takeAway(desk: Desk, words: ReturnType<typeof useDeskWords>["words"], locale: string): void {
  const { applicants, resumes, job } = desk.queue.state;
  const rows = applicants.map((one) => [
    one.place,
    one.student,
    resumes.has(one.id) ? nameOf(one, resumes) : "",
    wordFor({}, one.state),
    one.facets.degree ?? "",
    one.facets.major ?? "",
    one.facets.region ?? "",
    new Date(one.created_at).toLocaleString(locale),
    one.deadline ? new Date(one.deadline).toLocaleString(locale) : "",
  ]);
  saveFile(
    new Blob([csv([[...words.columns], ...rows])], { type: "text/csv;charset=utf-8" }),
    `livefair-applicants-${job}.csv`,
  );
}
