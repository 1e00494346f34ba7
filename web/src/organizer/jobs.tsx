/** The jobs of the fair with the flags of their ads; the organizer can close one or several. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Confirm, Failure, useAction } from "../page/action";
import { Badge } from "../page/badge";
import { Flags } from "../page/flags";
import { useWords } from "../page/page";
import { PickAll, type Picked, usePicked } from "../page/picked";
import { Filters, Sort } from "../search/filters";
import { Found } from "../search/found";
import { FoundIn, JobFacts, Marked } from "../search/marked";
import { ALL_SORTS } from "../search/query";
import { wordFor } from "../terms";
import type { Query } from "../wire/api/asking";
import type { Job } from "../wire/api/jobs";
import { Find, Rest, States, statusOf } from "./found";
import { useListWords } from "./list_words";
import type { Organizer } from "./model";
import { useOrganizerWords } from "./words";

const STATES = ["open", "closed"];

/** The number of flagged phrases, which rank before missing fields. */
const worded = ({ flags = [] }: Job): number => flags.filter(({ phrase }) => phrase !== "").length;

export function Jobs({ model }: { model: Organizer }): JSX.Element {
  const { words, terms, locale } = useOrganizerWords();
  const lists = useListWords();
  const general = useWords();
  const { jobs } = model;
  const { filters, findings } = jobs.state;
  const change = (changes: Query): void => jobs.filter(changes);
  const none = filters.flagged ? words.noFlagged : lists.none;
  const items = filters.flagged ? jobs.state.items.toSorted((a, b) => worded(b) - worded(a)) : jobs.state.items;
  const picked = usePicked(items.filter(({ state }) => state === "open").map(({ id }) => id));
  return (
    <section class="part jobs" aria-labelledby="jobs-title">
      <h2 id="jobs-title">{words.tabs.jobs}</h2>
      <States list={jobs} states={STATES} kinds={terms.job} />
      <div class="find">
        <Find list={jobs} name="q" label={lists.jobWords} hint={lists.jobHint} />
        <Sort sorts={ALL_SORTS} chosen={filters} change={change} />
        <label class="tick">
          <input
            type="checkbox"
            checked={Boolean(filters.flagged)}
            onChange={() => jobs.filter({ flagged: filters.flagged ? null : "true" })}
            data-control="flagged"
          />
          {words.flagged(model.state.flagged.toLocaleString(locale))}
        </label>
      </div>
      <Filters chosen={filters} facets={findings.facets} change={change} />
      <Found
        query={filters.q ?? ""}
        chosen={filters}
        findings={findings}
        shown={items.length}
        instead={statusOf(jobs, lists, general)}
        none={none}
        search={(q) => jobs.filter({ q })}
        change={change}
      />
      {items.some(({ state }) => state === "open") && <Close model={model} picked={picked} />}
      <ul class="rows">
        {items.map((job) => (
          <Row key={job.id} model={model} job={job} picked={picked} />
        ))}
      </ul>
      <Rest list={jobs} none={null} />
    </section>
  );
}

function Close({ model, picked }: { model: Organizer; picked: Picked }): JSX.Element {
  const { words, locale } = useOrganizerWords();
  const lists = useListWords();
  const action = useAction();
  const [reason, setReason] = useState("");
  const [undone, setUndone] = useState(0);
  const n = picked.ids.length.toLocaleString(locale);
  const close = async (): Promise<void> => {
    setUndone(await model.closeJobs(picked.ids, reason.trim()));
    setReason("");
  };
  return (
    <div class="several">
      <PickAll picked={picked} label={picked.ids.length > 0 ? lists.selected(n) : lists.selectAll} />
      {picked.ids.length > 0 && (
        <div class="choices">
          <Confirm
            name="close-jobs"
            label={words.closeJobs}
            question={words.closeAsk(n)}
            sure={words.closeSure}
            action={action}
            work={close}
          >
            <label class="field">
              <span>{lists.why}</span>
              <input
                type="text"
                name="why"
                maxLength={2_000}
                value={reason}
                onInput={(event) => setReason(event.currentTarget.value)}
              />
            </label>
          </Confirm>
        </div>
      )}
      <p role="status" class="quiet small">
        {undone > 0 && lists.notPossible(undone.toLocaleString(locale))}
      </p>
      <Failure error={action.error} />
    </div>
  );
}

function Row({ model, job, picked }: { model: Organizer; job: Job; picked: Picked }): JSX.Element {
  const { words, terms, locale } = useOrganizerWords();
  const lists = useListWords();
  const general = useWords();
  const { flags = [], state = "", applications = 0, highlights = {} } = job;
  return (
    <li data-job={job.id} data-state={state}>
      <div class="line with-box">
        <input
          type="checkbox"
          disabled={state !== "open"}
          checked={picked.has(job.id)}
          onChange={() => picked.toggle(job.id)}
          aria-label={lists.select(job.title)}
        />
        <span class="title">
          <Marked text={job.title} ranges={highlights.title} />
        </span>
        <Badge kind={state}>{wordFor(terms.job, state)}</Badge>
        <span class="quiet who">
          <JobFacts job={job} more={[general.places(job.headcount.toLocaleString(locale))]} />
        </span>
        <span class="amount">
          <button
            type="button"
            class="link"
            onClick={() => model.lookAt({ job: job.id, org: null })}
            aria-label={`${general.counters.applications}: ${job.title}`}
            data-control="applications-of"
          >
            {lists.applications(applications.toLocaleString(locale))}
          </button>
        </span>
      </div>
      <FoundIn job={job} />
      {flags.length > 0 && <Flags flags={flags} kinds={words.flag} fields={words.field} />}
    </li>
  );
}
