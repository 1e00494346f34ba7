/** The applicants of the chosen job: filters, steps for one, and steps for several at once. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Failure, useAction } from "../page/action";
import { csv } from "../page/csv";
import { saveFile } from "../page/download";
import { Choice } from "../page/field";
import { zoned } from "../page/local_time";
import { useWords } from "../page/page";
import { wordFor } from "../terms";
import type { Application } from "../wire/api/applications";
import { quietly } from "../wire/quietly";
import { Applicant } from "./applicant";
import { useCrewWords } from "./crew_words";
import type { Desk } from "./model";
import { nameOf } from "./names";
import { Ranking } from "./ranking_list";
import { Rounds } from "./rounds";
import { Several } from "./several";
import { FILTERS, type Filter, filterOf } from "./steps";
import { useDeskWords } from "./words";

export function Applicants({ desk }: { desk: Desk }): JSX.Element {
  const { words, locale } = useDeskWords();
  const general = useWords();
  const { job, applicants, assignee, hasMore, phase, error } = desk.queue.state;
  const [taking, more] = [useAction(), useAction()];
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
          <button
            type="button"
            disabled={taking.running}
            onClick={() => taking.run(() => takeAway(desk, words))}
            data-control="csv"
          >
            CSV<span class="unseen"> {words.exportCsv}</span>
          </button>
        )}
      </h2>
      <Failure error={taking.error} />
      {job === null && <p class="quiet empty">{words.chooseJob}</p>}
      {job !== null && <Assignee desk={desk} />}
      {job !== null && applicants.length === 0 && phase === "ready" && (
        <p class="quiet empty">{assignee === "" ? words.nobody : words.nobodyHere}</p>
      )}
      {job !== null && phase === "loading" && (
        <p class="quiet" role="status">
          {general.loading}
        </p>
      )}
      {phase === "failed" && (
        <>
          <Failure error={error} />
          <button type="button" onClick={() => void quietly(() => desk.queue.read())} data-control="read-applicants">
            {general.tryAgain}
          </button>
        </>
      )}
      {applicants.length > 0 && <Parts desk={desk} filter={filter} choose={setFilter} />}
      {filter === "shortlist" && assignee === "" && <Ranking desk={desk} />}
      {shown.length === 0 && applicants.length > 0 && <p class="quiet empty">{words.nobodyHere}</p>}
      {shown.length > 0 && <Several desk={desk} shown={shown} chosen={chosen} setChosen={setChosen} />}
      <ul class="rows">
        {shown.map((one) => (
          <Applicant key={one.id} one={one} desk={desk} isChosen={chosen.has(one.id)} toggle={() => toggle(one.id)} />
        ))}
      </ul>
      {hasMore && (
        <p class="actions">
          <button
            type="button"
            disabled={more.running}
            onClick={() => more.run(() => desk.queue.more())}
            data-control="more-applicants"
          >
            {more.running ? general.loading : general.more}
          </button>
          <span class="quiet">{words.onlyFirst(applicants.length.toLocaleString(locale))}</span>
        </p>
      )}
      <Failure error={more.error} />
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
  desk,
  filter,
  choose,
}: {
  desk: Desk;
  filter: Filter;
  choose: (filter: Filter) => void;
}): JSX.Element {
  const { words, locale } = useDeskWords();
  const { applicants, counts, hasMore } = desk.queue.state;
  const numbers = hasMore ? counts : countsOf(applicants);
  const count = (name: Filter): number =>
    Object.entries(numbers).reduce((sum, [state, n]) => sum + (name === "all" || filterOf(state) === name ? n : 0), 0);
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

/** How many are in each state. */
function countsOf(applicants: readonly Application[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { state } of applicants) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

/** All applicants of the job, also those that are not shown. Times are for people: local, with their zone. */
async function takeAway(desk: Desk, words: ReturnType<typeof useDeskWords>["words"]): Promise<void> {
  const { resumes, job } = desk.queue.state;
  const rows = (await desk.queue.all()).map((one) => [
    one.place,
    one.student,
    resumes.has(one.id) ? nameOf(one, resumes) : "",
    wordFor({}, one.state),
    one.facets.degree ?? "",
    one.facets.major ?? "",
    one.facets.region ?? "",
    zoned(one.created_at),
    one.deadline ? zoned(one.deadline) : "",
  ]);
  saveFile(
    new Blob([csv([[...words.columns], ...rows])], { type: "text/csv;charset=utf-8" }),
    `livefair-applicants-${job}.csv`,
  );
}
