/** The newest jobs, and the jobs with most applications. */
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { useWords } from "../page/page";
import type { Job } from "../wire/api/jobs";
import type { Item } from "../wire/room";
import type { Flag } from "../wire/writes";
import { newestJobs } from "./newest";

/** As many as fit on a tall screen; rows that do not fit are hidden entirely. */
const NEWEST = 10;

type Names = ReadonlyMap<string, string>;

type Flagged = ReadonlyMap<string, readonly Flag[]>;

/** The flags of an ad; only the organizer of the fair has them. */
function FlagMark({ flags }: { flags: readonly Flag[] | undefined }): JSX.Element | null {
  const words = useWords();
  const phrases = (flags ?? []).map(({ phrase }) => phrase).filter((phrase) => phrase !== "");
  if (phrases.length === 0) return null;
  return (
    <mark data-flag title={words.flagged}>
      {phrases.join(" · ")}
    </mark>
  );
}

export function NewestJobs({
  items,
  names,
  flags,
  isOver = false,
}: {
  items: readonly Item[];
  names: Names;
  flags: Flagged;
  /** Whether the fair is archived: what its room listed is gone. */
  isOver?: boolean;
}): JSX.Element {
  const words = useWords();
  const jobs = useMemo(() => newestJobs(items, NEWEST), [items]);
  return (
    <section class="newest">
      <h2>{words.newest}</h2>
      {jobs.length === 0 && <p class="quiet empty">{isOver ? words.newestOver : words.newestEmpty}</p>}
      <ol>
        {jobs.map((job) => (
          <li key={job.id} data-job={job.id}>
            <span class="title">
              {job.title} <FlagMark flags={flags.get(job.id)} />
            </span>
            <span class="amount">{words.places(job.headcount.toLocaleString(words.locale))}</span>
            <span class="quiet who">{whose(job.enterprise ?? names.get(job.org) ?? words.unnamed, job.region)}</span>
            <time class="quiet" dateTime={job.at}>
              {hour(job.at, words.locale)}
            </time>
          </li>
        ))}
      </ol>
    </section>
  );
}

export function TopJobs({ jobs, names, flags }: { jobs: readonly Job[]; names: Names; flags: Flagged }): JSX.Element {
  const words = useWords();
  const sought = jobs.filter((job) => (job.applications ?? 0) > 0);
  const most = Math.max(1, ...sought.map((job) => job.applications ?? 0));
  return (
    <section class="sought">
      <h2>
        {words.top}
        <small>{words.applied}</small>
      </h2>
      {sought.length === 0 && <p class="quiet empty">{words.topEmpty}</p>}
      <ol>
        {sought.map((job) => (
          <li key={job.id} data-job={job.id}>
            <span class="title">
              {job.title} <FlagMark flags={flags.get(job.id)} />
            </span>
            <span class="amount" title={job.applications_at_least ? words.atLeast : undefined}>
              {(job.applications ?? 0).toLocaleString(words.locale)}
              {job.applications_at_least && "+"}
            </span>
            <span class="quiet who">{whose(names.get(job.org) ?? words.unnamed, job.region)}</span>
            <span class="bar" style={{ "--part": String((job.applications ?? 0) / most) }} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function whose(enterprise: string, region: string | null | undefined): string {
  return region ? `${enterprise} · ${region}` : enterprise;
}

function hour(at: string, locale: string): string {
  const time = new Date(at);
  return Number.isNaN(time.getTime()) ? "" : time.toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit" });
}
