/** The sessions of a fair for people who may host one: planning, and editing a session that has not started. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { isHostOf, type Person } from "../signed_in";
import { TERMS, wordFor } from "../terms";
import type { Job } from "../wire/api/jobs";
import type { Session } from "../wire/api/sessions";
import { Badge } from "./badge";
import { useChoices } from "./page";
import type { Fields } from "./plan";
import { SCHEDULE } from "./schedule_words";
import { SessionForm } from "./session_form";
import { Moment } from "./times";

interface Props {
  readonly person: Person;
  readonly sessions: readonly Session[];
  /** Jobs that can be added to the run of show. */
  readonly jobs: readonly Job[];
  readonly plan: (fields: Fields) => Promise<void>;
  readonly amend: (session: string, changes: Fields) => Promise<void>;
}

export function Schedule({ person, sessions, jobs, plan, amend }: Props): JSX.Element {
  const { language } = useChoices();
  const words = SCHEDULE[language];
  const [isOpen, setOpen] = useState(false);
  return (
    <section class="part sessions" aria-labelledby="sessions-title">
      <h2 id="sessions-title">
        {words.title}
        <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} data-control="plan">
          {words.plan}
        </button>
      </h2>
      {isOpen && <SessionForm session={null} jobs={jobs} save={plan} close={() => setOpen(false)} />}
      {sessions.length === 0 && <p class="quiet empty">{words.none}</p>}
      <ul class="rows">
        {sessions.map((session) => (
          <Row
            key={session.id}
            session={session}
            jobs={jobs}
            canChange={session.state === "scheduled" && isHostOf(session, person)}
            amend={(changes) => amend(session.id, changes)}
          />
        ))}
      </ul>
    </section>
  );
}

interface RowProps {
  readonly session: Session;
  readonly jobs: readonly Job[];
  readonly canChange: boolean;
  readonly amend: (changes: Fields) => Promise<void>;
}

function Row({ session, jobs, canChange, amend }: RowProps): JSX.Element {
  const { language, words: general } = useChoices();
  const [words, terms] = [SCHEDULE[language], TERMS[language]];
  const [isOpen, setOpen] = useState(false);
  const { id, title, starts_at, drops } = session;
  const kind = session.paused ? "paused" : session.state;
  return (
    <li data-session={id}>
      <div class="line">
        <a class="title" href={`/live?session=${id}`}>
          {title}
        </a>
        <Badge kind={kind}>{wordFor(terms.session, kind)}</Badge>
        <span class="quiet who">
          <Moment at={starts_at} />
        </span>
        <span class="quiet amount">{words.drops(drops.length.toLocaleString(general.locale))}</span>
      </div>
      {canChange && (
        <p class="actions">
          <button
            type="button"
            aria-expanded={isOpen}
            aria-label={words.changeOne(title)}
            onClick={() => setOpen(!isOpen)}
            data-control="change-session"
          >
            {words.change}
          </button>
        </p>
      )}
      {canChange && isOpen && <SessionForm session={session} jobs={jobs} save={amend} close={() => setOpen(false)} />}
    </li>
  );
}
