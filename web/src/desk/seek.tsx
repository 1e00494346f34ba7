/** Employer first: the cards of the fair, contacting people about a job, and their answers. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { type Action, Failure, useAction } from "../page/action";
import { Badge } from "../page/badge";
import { Choice, Text } from "../page/field";
import { Countdown, Moment } from "../page/times";
import { Suggestion } from "../search/found";
import { Joined, Marked } from "../search/marked";
import { wordFor } from "../terms";
import type { Facets } from "../wire/api/applications";
import type { Approach, CardHighlights, FoundCard, Wants } from "../wire/api/cards";
import { Invite } from "./invite";
import type { Desk } from "./model";
import { useSeekWords } from "./seek_words";
import { NOTHING_SOUGHT, type Sought } from "./seeking";
import { useDeskWords } from "./words";

interface Props {
  readonly desk: Desk;
  /** To the applicants of a job. */
  readonly toApplicants: (job: string) => void;
}

export function Seek({ desk, toApplicants }: Props): JSX.Element {
  const words = useSeekWords();
  const action = useAction();
  const { seeking } = desk;
  const open = desk.state.jobs.filter(({ state }) => state === "open");
  const isOpen = (job: string | null): boolean => open.some(({ id }) => id === job);
  const job = [seeking.state.job, desk.queue.state.job].find(isOpen) ?? open[0]?.id ?? "";
  useEffect(() => {
    if (job !== "") action.run(() => seeking.lookAt(job));
  }, [job]);
  if (open.length === 0) return <p class="quiet empty people">{words.noJob}</p>;
  return (
    <>
      <section class="part people" aria-labelledby="people-title">
        <h2 id="people-title">{words.title}</h2>
        <p class="quiet">{words.hint}</p>
        <Choice
          name="for-job"
          label={words.job}
          value={job}
          change={(id) => seeking.choose(id)}
          choices={open.map(({ id, title }) => [id, title])}
        />
        <Search desk={desk} action={action} />
        <Failure error={action.error} />
        <Cards desk={desk} action={action} />
      </section>
      <Approaches desk={desk} toApplicants={toApplicants} />
    </>
  );
}

function Search({ desk: { seeking }, action }: { desk: Desk; action: Action }): JSX.Element {
  const words = useSeekWords();
  const { terms } = useDeskWords();
  const { sought } = seeking.state;
  const [form, setForm] = useState(sought);
  useEffect(() => setForm(sought), [sought]);
  const field = (name: keyof Sought) => ({
    name,
    label: words[name],
    value: form[name],
    change: (value: string) => setForm({ ...form, [name]: value }),
  });
  const any = (choices: Readonly<Record<string, string>>) => [["", words.any] as const, ...Object.entries(choices)];
  const submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    action.run(() => seeking.search(form));
  };
  const clear = (): void => {
    setForm(NOTHING_SOUGHT);
    action.run(() => seeking.search(NOTHING_SOUGHT));
  };
  return (
    <form class="form" role="search" onSubmit={submitted}>
      <Text {...field("q")} wide />
      <Choice {...field("degree")} choices={any(terms.degree)} />
      <Text {...field("major")} />
      <Text {...field("region")} />
      <Text {...field("industry")} />
      <Choice {...field("employment_type")} choices={any(terms.employment)} />
      <p class="actions wide">
        <button type="submit" class="strong" disabled={action.running} data-control="search-cards">
          {words.search}
        </button>
        <button type="button" disabled={action.running} onClick={clear}>
          {words.clear}
        </button>
      </p>
    </form>
  );
}

function Cards({ desk, action }: { desk: Desk; action: Action }): JSX.Element {
  const words = useSeekWords();
  const { cards, cursor, sought, suggestion } = desk.seeking.state;
  return (
    <>
      {cards.length === 0 && !action.running && (
        <p class="quiet empty" role="status">
          {words.nobody}{" "}
          <Suggestion suggestion={suggestion} search={(q) => action.run(() => desk.seeking.search({ ...sought, q }))} />
        </p>
      )}
      <ul class="rows">
        {cards.map((card) => (
          <Card key={card.id} card={card} desk={desk} />
        ))}
      </ul>
      {cursor !== null && (
        <p class="actions">
          <button
            type="button"
            disabled={action.running}
            onClick={() => action.run(() => desk.seeking.more())}
            data-control="more-cards"
          >
            {words.more}
          </button>
        </p>
      )}
    </>
  );
}

function Card({ card, desk: { seeking } }: { card: FoundCard; desk: Desk }): JSX.Element {
  const words = useSeekWords();
  const [isAsking, setAsking] = useState(false);
  const asked = card.approaches?.find(({ job }) => job === seeking.state.job);
  return (
    <li data-card={card.id}>
      <div class="line">
        <span class="title">
          <FacetsOf facets={card.facets} marks={card.highlights} />
        </span>
        {asked === undefined ? (
          <button type="button" aria-expanded={isAsking} onClick={() => setAsking(!isAsking)} data-control="ask">
            {words.ask}
          </button>
        ) : (
          <Badge kind={asked.state}>{words.state[asked.state] ?? asked.state}</Badge>
        )}
        <span class="quiet who">
          <Looking wants={card.wants} marks={card.highlights} />
        </span>
        <span class="quiet amount">
          {words.shownAt} <Moment at={card.shown_at} />
        </span>
      </div>
      {isAsking && asked === undefined && (
        <Invite
          label={words.ask}
          canOverbook={false}
          send={(body) => seeking.approach(card.id, body)}
          done={() => setAsking(false)}
        />
      )}
    </li>
  );
}

function Looking({ wants, marks = {} }: { wants: Wants | undefined; marks?: CardHighlights | undefined }): JSX.Element {
  const words = useSeekWords();
  const { terms } = useDeskWords();
  const wished = (names: readonly string[] = [], ranges: CardHighlights["regions"] = []): readonly JSX.Element[] =>
    names.map((name, n) => <Marked key={name} text={name} ranges={ranges[n]} />);
  const kinds = (wants?.employment_types ?? []).map((type) => wordFor(terms.employment, type));
  const all = [...wished(wants?.regions, marks.regions), ...wished(wants?.industries, marks.industries), ...kinds];
  return (
    <>
      {words.looksFor}: {all.length > 0 ? <Joined parts={all} /> : words.any}
    </>
  );
}

function Approaches({ desk, toApplicants }: Props): JSX.Element {
  const words = useSeekWords();
  const { approaches, job } = desk.seeking.state;
  return (
    <section class="part approaches" aria-labelledby="approaches-title">
      <h2 id="approaches-title">{words.approaches}</h2>
      {approaches.length === 0 && <p class="quiet empty">{words.noApproaches}</p>}
      <ul class="rows">
        {approaches.map((one) => (
          <Asked key={one.id} one={one} go={() => toApplicants(job ?? "")} />
        ))}
      </ul>
    </section>
  );
}

function Asked({ one, go }: { one: Approach; go: () => void }): JSX.Element {
  const words = useSeekWords();
  const { words: own } = useDeskWords();
  return (
    <li data-approach={one.id} data-state={one.state}>
      <div class="line">
        <span class="title">{one.facets ? <FacetsOf facets={one.facets} /> : words.hidden}</span>
        <Badge kind={one.state}>{words.state[one.state] ?? one.state}</Badge>
        <span class="quiet who">{one.wants && <Looking wants={one.wants} />}</span>
        <span class="quiet amount">
          <Moment at={one.approached_at} />
        </span>
      </div>
      {one.state === "open" && (
        <p class="small">
          <span class="quiet">{own.answerBy}</span> <Countdown until={one.deadline} />
        </p>
      )}
      {one.message && <blockquote>{one.message}</blockquote>}
      {one.application && (
        <p class="actions">
          <button type="button" onClick={go} data-control="to-application">
            {words.toApplicants}
          </button>
        </p>
      )}
    </li>
  );
}

function FacetsOf({ facets, marks = {} }: { facets: Facets; marks?: CardHighlights | undefined }): JSX.Element {
  const { terms } = useDeskWords();
  const { degree, major, region } = facets;
  const parts = [
    degree && wordFor(terms.degree, degree),
    major && <Marked key="major" text={major} ranges={marks.major} />,
    region && <Marked key="region" text={region} ranges={marks.region} />,
  ].filter(Boolean);
  return parts.length > 0 ? <Joined parts={parts} /> : <>–</>;
}
