/** Which other job the host drops or pins: one of a list, or of what a search finds on the server. */
import type { JSX } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { Choice } from "../page/field";
import { Suggestion } from "../search/found";
import { JobFacts, Marked } from "../search/marked";
import { QUERY_MAX } from "../search/query";
import { useSearchWords } from "../search/words";
import type { Job } from "../wire/api/jobs";
import { findHostJobs } from "./around";
import { JobFinder } from "./job_finder";
import type { SessionModel } from "./model";
import { useSessionWords } from "./words";

/** A search among the jobs that the host of this session may drop. */
export function useFinder(model: SessionModel): JobFinder {
  const [, draw] = useState({});
  const finder = useMemo(() => {
    const ask = (query: string) => {
      const { session } = model.state;
      if (session === null || model.person === null) throw new Error("nobody hosts this session");
      return findHostJobs(session, model.person, query);
    };
    return new JobFinder(ask, () => draw({}));
  }, [model]);
  useEffect(() => () => finder.stop(), [finder]);
  return finder;
}

interface Props {
  readonly model: SessionModel;
  readonly finder: JobFinder;
  /** The chosen one; "" for none. */
  readonly job: string;
  readonly choose: (job: string) => void;
}

export function OtherJobs({ model, finder, job, choose }: Props): JSX.Element {
  const { words } = useSessionWords();
  const { query, found } = finder.state;
  const others = [...model.state.jobs.values()].filter(({ state }) => state !== "closed");
  const search = (typed: string): void => {
    choose("");
    finder.search(typed);
  };
  return (
    <>
      <label class="field">
        <span>{words.findJob}</span>
        <input
          type="search"
          name="find-job"
          value={query}
          maxLength={QUERY_MAX}
          onInput={(event) => search(event.currentTarget.value)}
        />
      </label>
      {found === null ? (
        <Choice
          name="job"
          label={words.dropAny}
          value={job}
          change={choose}
          choices={[["", "–"], ...others.map(({ id, title }) => [id, title] as const)]}
        />
      ) : (
        <FoundJobs found={found} finder={finder} job={job} choose={choose} search={search} />
      )}
    </>
  );
}

interface FoundProps extends Omit<Props, "model"> {
  readonly found: readonly Job[];
  readonly search: (query: string) => void;
}

function FoundJobs({ found, finder, job, choose, search }: FoundProps): JSX.Element {
  const { words, locale } = useSessionWords();
  const said = useSearchWords();
  const { findings, hasMore } = finder.state;
  const number = found.length.toLocaleString(locale);
  return (
    <fieldset class="wide picks found-jobs">
      <legend class="quiet small">{words.dropAny}</legend>
      <p role="status" class="quiet small">
        {found.length === 0 ? said.nothing : hasMore ? said.foundAtLeast(number) : said.found(number)}{" "}
        {found.length === 0 && <Suggestion suggestion={findings.suggestion} search={search} />}
      </p>
      {found.map((one) => (
        <label key={one.id} class="tick" data-found-job={one.id}>
          <input type="radio" name="job" checked={one.id === job} onChange={() => choose(one.id)} />
          <span>
            <Marked text={one.title} ranges={one.highlights?.title} />{" "}
            <span class="quiet small">
              <JobFacts job={one} />
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
