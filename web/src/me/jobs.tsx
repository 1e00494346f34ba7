/** The jobs of a fair: search, details, and applying with one click. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Failure, useAction } from "../page/action";
import { Badge } from "../page/badge";
import { StateBadge, useWords } from "../page/page";
import { span } from "../page/span";
import { Filters, Sort } from "../search/filters";
import { Found } from "../search/found";
import { FoundIn, JobFacts, Marked } from "../search/marked";
import { QUERY_MAX, SORTS } from "../search/query";
import { wordFor } from "../terms";
import { mayApplyAgain } from "../wire/again";
import type { OneApplication, OwnApplication } from "../wire/api/applications";
import type { Query } from "../wire/api/asking";
import type { Job } from "../wire/api/jobs";
import { Card } from "./card";
import { ChooseFair, LostFair } from "./choose_fair";
import { responseTime } from "./fairs";
import type { Tab } from "./me";
import type { Me } from "./model";
import { stands } from "./standing";
import { WishList } from "./wish_list";
import { useMeWords } from "./words";

/** Response times below a minute are shown as a minute. */
const A_MINUTE_S = 60;

interface Props {
  readonly me: Me;
  readonly go: (tab: Tab) => void;
}

export function Jobs({ me, go }: Props): JSX.Element {
  const { words } = useMeWords();
  const { fairs, resume } = me.state;
  const { fair: chosen } = me.browse.state;
  const fair = fairs.find(({ id }) => id === chosen);
  return (
    <section class="part jobs" aria-labelledby="jobs-title">
      <h2 id="jobs-title">
        {words.tabs.jobs} {fair && <StateBadge state={fair.state} />}
      </h2>
      {fairs.length === 0 && <p class="quiet empty">{words.noFair}</p>}
      <LostFair me={me} />
      <ChooseFair me={me} />
      {me.browse.state.live.map((session) => (
        <p key={session.id} class="note" data-live={session.id}>
          <span>
            <Badge kind="live">{words.liveNow}</Badge> {session.title}
          </span>
          <a class="button strong" href={`/live?session=${session.id}`}>
            {words.watch}
          </a>
        </p>
      ))}
      {fair && fair.state !== "open" && <p class="quiet">{words.notOpen}</p>}
      {fair?.offers && (
        <p class="quiet small" data-offers={fair.offers}>
          {words.offers[fair.offers]}
        </p>
      )}
      {resume === null && (
        <p class="note">
          {words.resumeFirst}{" "}
          <button type="button" onClick={() => openResume(go)}>
            {words.toResume}
          </button>
        </p>
      )}
      {fair && <Card cards={me.cards} fair={fair} hasResume={resume !== null} />}
      {fair && <WishList me={me} fair={fair} />}
      <Find me={me} />
      <List me={me} canApply={fair?.state === "open" && resume !== null} />
    </section>
  );
}

function Find({ me }: { me: Me }): JSX.Element | null {
  const { words } = useMeWords();
  const { fair, query, filters } = me.browse.state;
  if (fair === null) return null;
  return (
    <form class="find with-sort" role="search" onSubmit={(event) => event.preventDefault()}>
      <label class="field">
        <span>{words.search}</span>
        <input
          type="search"
          value={query}
          placeholder={words.searchHint}
          maxLength={QUERY_MAX}
          onInput={(event) => me.browse.search(event.currentTarget.value)}
          data-control="search"
        />
      </label>
      <Sort sorts={SORTS} chosen={filters} change={(sort) => me.browse.filter(sort)} />
    </form>
  );
}

/** On a wide screen the resume is visible already, so its first field gets the focus. */
export function openResume(go: (tab: Tab) => void): void {
  go("resume");
  requestAnimationFrame(() => document.querySelector<HTMLInputElement>("[name=name]")?.focus());
}

function List({ me, canApply }: { me: Me; canApply: boolean }): JSX.Element | null {
  const { words } = useMeWords();
  const action = useAction();
  const { jobs, cursor, phase, fresh, fair, query, filters, findings } = me.browse.state;
  const general = useWords();
  const standing = new Map(me.state.applications.map((one) => [one.job, one]));
  if (fair === null) return null;
  const change = (changes: Query): void => me.browse.filter(changes);
  return (
    <>
      <Filters chosen={filters} facets={findings.facets} change={change} />
      <Found
        query={query}
        chosen={filters}
        findings={findings}
        shown={jobs.length}
        instead={phase === "failed" ? words.jobsFailed : phase === "loading" ? general.loading : ""}
        none={words.noJobs}
        search={(suggestion) => me.browse.search(suggestion)}
        change={change}
      />
      <ul class="rows">
        {jobs.map((job) => (
          <JobRow
            key={job.id}
            job={job}
            me={me}
            canApply={canApply}
            isFresh={fresh.has(job.id)}
            standing={standing.get(job.id)}
          />
        ))}
      </ul>
      {cursor !== null && (
        <button
          type="button"
          disabled={action.running}
          onClick={() => action.run(() => me.browse.more())}
          data-control="more-jobs"
        >
          {action.running ? general.loading : words.showMore}
        </button>
      )}
      <Failure error={action.error} />
    </>
  );
}

interface JobRowProps {
  readonly job: Job;
  readonly me: Me;
  readonly canApply: boolean;
  readonly isFresh: boolean;
  readonly standing: OwnApplication | undefined;
}

function JobRow({ job, me, canApply, isFresh, standing }: JobRowProps): JSX.Element {
  const { words, terms, locale } = useMeWords();
  const general = useWords();
  const { highlights = {} } = job;
  const action = useAction();
  const [message, setMessage] = useState("");
  const [done, setDone] = useState<OneApplication | null>(null);
  const fair = me.state.fairs.find(({ id }) => id === job.fair);
  const answered = responseTime(fair, job.org);
  const isIn = standing !== undefined && stands(standing.state);
  const isOver = standing !== undefined && !isIn && !mayApplyAgain(standing);
  const apply = (): void => action.run(async () => setDone(await me.apply(job.id, message)));
  return (
    <li data-job={job.id} data-fresh={isFresh ? "" : undefined}>
      <div class="line">
        <span class="title">
          {isFresh && <Badge kind="fresh">{words.fresh}</Badge>} <Marked text={job.title} ranges={highlights.title} />
        </span>
        {isIn ? (
          <span class="applied" data-applied>
            {words.appliedAt(standing.place.toLocaleString(locale))}
          </span>
        ) : isOver ? (
          <Badge kind={standing.state}>{wordFor(terms.application, standing.state)}</Badge>
        ) : (
          <button
            type="button"
            class="strong"
            disabled={!canApply || action.running}
            onClick={apply}
            aria-label={`${words.apply}: ${job.title}`}
            data-control="apply"
          >
            {action.running ? general.sending : words.apply}
          </button>
        )}
        <span class="quiet who">
          <JobFacts job={job} />
        </span>
        <span class="quiet amount">{general.places(job.headcount.toLocaleString(locale))}</span>
      </div>
      <FoundIn job={job} />
      {answered !== undefined && (
        <p class="quiet small" data-response={answered}>
          {words.answers(span(Math.max(answered, A_MINUTE_S), locale))}
        </p>
      )}
      {done && isIn && (
        <p class="receipt" role="status">
          {words.receipt} <code>{done.receipt.position}</code> · {words.ahead(done.ahead.toLocaleString(locale))}
        </p>
      )}
      <Failure error={action.error} />
      <details>
        <summary>{words.details}</summary>
        {job.description && (
          <p class="prose">
            <Marked text={job.description} ranges={highlights.description} />
          </p>
        )}
        {!isIn && !isOver && <Message message={message} change={setMessage} />}
      </details>
    </li>
  );
}

function Message({ message, change }: { message: string; change: (message: string) => void }): JSX.Element {
  const { words } = useMeWords();
  return (
    <label class="field">
      <span>{words.message}</span>
      <textarea rows={2} maxLength={2000} value={message} onInput={(event) => change(event.currentTarget.value)} />
    </label>
  );
}
