/** The enterprise's jobs: publishing, editing, closing, and their number of applications. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { ImportPart } from "../importing/importing";
import { useImportingWords } from "../importing/words";
import { Confirm, Failure, useAction } from "../page/action";
import { Badge } from "../page/badge";
import { Choice, Text } from "../page/field";
import { Flags } from "../page/flags";
import { joined } from "../page/isolated";
import { useWords } from "../page/page";
import { conditions } from "../page/pay";
import { wordFor } from "../terms";
import type { Job } from "../wire/api/jobs";
import { amended, EMPTY, fieldsOf, formOf, type JobForm, published } from "./job_form";
import type { Desk } from "./model";
import { useDeskWords } from "./words";

const CURRENCY = "CNY";

interface Props {
  readonly desk: Desk;
  readonly choose: (job: string) => void;
}

export function Jobs({ desk, choose }: Props): JSX.Element {
  const { words } = useDeskWords();
  const { words: importing } = useImportingWords();
  const general = useWords();
  const more = useAction();
  const { jobs } = desk.state;
  const [isOpen, setOpen] = useState(false);
  const [isImporting, setImporting] = useState(false);
  const mayImport = desk.booth?.state === "approved" && desk.org === desk.person.org;
  const publish = async (form: JobForm): Promise<void> => {
    await desk.publish(published(fieldsOf(form, CURRENCY)));
    setOpen(false);
  };
  return (
    <section class="part jobs" aria-labelledby="jobs-title">
      <h2 id="jobs-title">
        {words.tabs.jobs}
        <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} data-control="publish">
          {words.publish}
        </button>
        {mayImport && (
          <button
            type="button"
            aria-expanded={isImporting}
            onClick={() => setImporting(!isImporting)}
            data-control="import-jobs"
          >
            {importing.title}
          </button>
        )}
      </h2>
      {mayImport && (
        <ImportPart
          fair={desk.id}
          writes={desk.office}
          isForAll={false}
          isOpen={isImporting}
          onEnd={() => desk.wantJobs()}
        />
      )}
      {isOpen && <JobFields first={EMPTY} label={words.publish} save={publish} />}
      {jobs.length === 0 && <p class="quiet empty">{words.noJobs}</p>}
      <ul class="rows">
        {jobs.map((job) => (
          <JobRow key={job.id} job={job} desk={desk} choose={choose} />
        ))}
      </ul>
      {desk.state.hasMoreJobs && (
        <p class="actions">
          <button
            type="button"
            disabled={more.running}
            onClick={() => more.run(() => desk.readMoreJobs())}
            data-control="more-jobs"
          >
            {more.running ? general.loading : general.more}
          </button>
        </p>
      )}
      <Failure error={more.error} />
    </section>
  );
}

function JobRow({ job, desk, choose }: { job: Job } & Props): JSX.Element {
  const { words, terms, locale } = useDeskWords();
  const general = useWords();
  const isChosen = desk.queue.state.job === job.id;
  const flags = job.flags ?? [];
  return (
    <li data-job={job.id} data-chosen={isChosen ? "" : undefined}>
      <div class="line">
        <button type="button" class="title bare" aria-pressed={isChosen} onClick={() => choose(job.id)}>
          {job.title}
        </button>
        <span class="amount strong-number">{words.applications((job.applications ?? 0).toLocaleString(locale))}</span>
        <span class="quiet who">
          {joined([general.places(job.headcount.toLocaleString(locale)), ...conditions(job, terms, locale)])}
        </span>
        {job.state === "closed" && <Badge kind="closed">{wordFor(terms.job, "closed")}</Badge>}
      </div>
      {flags.length > 0 && (
        <div class="flagged">
          <p class="small" title={words.flagsHint}>
            <strong>{words.flags}</strong>
          </p>
          <Flags flags={flags} kinds={words.flag} fields={{ ...words.job, salary: words.pay }} />
        </div>
      )}
      {job.state === "open" && <Manage job={job} desk={desk} />}
    </li>
  );
}

function Manage({ job, desk }: { job: Job; desk: Desk }): JSX.Element {
  const { words } = useDeskWords();
  const [isOpen, setOpen] = useState(false);
  const action = useAction();
  const amend = async (form: JobForm): Promise<void> => {
    const changes = amended(fieldsOf(form, job.salary?.currency ?? CURRENCY), job);
    if (Object.keys(changes).length > 0) await desk.amend(job.id, changes);
    setOpen(false);
  };
  return (
    <>
      <div class="choices">
        <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} data-control="amend">
          {words.amend}
        </button>
        <Confirm
          name="close-job"
          label={words.closeJob}
          question={words.closeAsk(job.title)}
          sure={words.closeSure}
          action={action}
          work={() => desk.closeJob(job.id)}
        />
      </div>
      {isOpen && <JobFields first={formOf(job)} label={words.amendSave} save={amend} />}
      <Failure error={action.error} />
    </>
  );
}

function JobFields({
  first,
  label,
  save,
}: {
  first: JobForm;
  label: string;
  save: (form: JobForm) => Promise<void>;
}): JSX.Element {
  const { words, terms } = useDeskWords();
  const general = useWords();
  const [form, setForm] = useState(first);
  const action = useAction();
  const field = (name: keyof JobForm) => ({
    name,
    label: words.job[name],
    value: form[name],
    change: (value: string) => setForm({ ...form, [name]: value }),
  });
  const submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    action.run(() => save(form));
  };
  return (
    <form class="form" onSubmit={submitted}>
      <Text {...field("title")} required wide />
      <Text {...field("headcount")} type="number" min={1} required />
      <Text {...field("region")} />
      <Choice {...field("employment_type")} choices={[["", "–"], ...Object.entries(terms.employment)]} />
      <Choice {...field("degree")} choices={[["", "–"], ...Object.entries(terms.degree)]} />
      <Text {...field("min")} type="number" />
      <Text {...field("max")} type="number" />
      <Choice {...field("period")} choices={Object.entries(terms.period)} />
      <Text {...field("majors")} />
      <Text {...field("description")} rows={4} maxLength={20_000} wide />
      <p class="actions wide">
        <button type="submit" class="strong" disabled={action.running} data-control="save-job">
          {action.running ? general.sending : label}
        </button>
      </p>
      <div class="wide">
        <Failure error={action.error} />
      </div>
    </form>
  );
}
