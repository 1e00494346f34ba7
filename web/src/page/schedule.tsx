/** The sessions of a fair, and planning one: for whoever may host. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Job, Session } from "../api";
import { TERMS, wordFor } from "../terms";
import { Badge } from "./badge";
import { Failure, useDeed } from "./deed";
import { Text } from "./field";
import { localTime } from "./local_time";
import { useChoices, useWords } from "./page";
import { SCHEDULE } from "./schedule_words";
import { Moment } from "./times";

interface Props {
  readonly sessions: readonly Session[];
  /** What can be planned to be shown. */
  readonly jobs: readonly Job[];
  readonly plan: (fields: Readonly<Record<string, unknown>>) => Promise<void>;
}

export function Schedule({ sessions, jobs, plan }: Props): JSX.Element {
  const { language, words: general } = useChoices();
  const [words, terms] = [SCHEDULE[language], TERMS[language]];
  const [isOpen, setOpen] = useState(false);
  const save = async (fields: Readonly<Record<string, unknown>>): Promise<void> => {
    await plan(fields);
    setOpen(false);
  };
  return (
    <section class="part sessions" aria-labelledby="sessions-title">
      <h2 id="sessions-title">
        {words.title}
        <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} data-control="plan">{words.plan}</button>
      </h2>
      {isOpen && <Plan jobs={jobs} save={save} />}
      {sessions.length === 0 && <p class="quiet empty">{words.none}</p>}
      <ul class="rows">
        {sessions.map((session) => (
          <li key={session.id} data-session={session.id}>
            <div class="line">
              <a class="title" href={`/live?session=${session.id}`}>{session.title}</a>
              <Badge kind={session.paused ? "paused" : session.state}>{wordFor(terms.session, session.paused ? "paused" : session.state)}</Badge>
              <span class="quiet who"><Moment at={session.starts_at} /></span>
              <span class="quiet amount">{words.drops(session.drops.length.toLocaleString(general.locale))}</span>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Plan({ jobs, save }: { jobs: readonly Job[]; save: (fields: Readonly<Record<string, unknown>>) => Promise<void> }): JSX.Element {
  const { language } = useChoices();
  const words = SCHEDULE[language];
  const general = useWords();
  const [form, setForm] = useState({ title: "", starts_at: localTime(Date.now()), stream_url: "" });
  const [shown, setShown] = useState<readonly string[]>([]);
  const deed = useDeed();
  const field = (name: keyof typeof form) => ({ name: `session-${name}`, label: words.fields[name], value: form[name], change: (value: string) => setForm({ ...form, [name]: value }) });
  const toggle = (id: string): void => setShown(shown.includes(id) ? shown.filter((one) => one !== id) : [...shown, id]);
  const submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    const stream = form.stream_url.trim();
    const starts_at = new Date(form.starts_at).toISOString();
    deed.run(() => save({ title: form.title.trim(), starts_at, run_of_show: shown, ...(stream === "" ? {} : { stream_url: stream }) }));
  };
  return (
    <form class="form" onSubmit={submitted}>
      <Text {...field("title")} required wide />
      <Text {...field("starts_at")} type="datetime-local" required />
      <Text {...field("stream_url")} type="url" maxLength={2_000} />
      <fieldset class="wide picks">
        <legend class="quiet small">{words.shown}</legend>
        {jobs.filter(({ state }) => state !== "closed").map(({ id, title }) => (
          <label key={id} class="tick">
            <input type="checkbox" checked={shown.includes(id)} onChange={() => toggle(id)} />
            {title} {shown.includes(id) && <span class="quiet number">{shown.indexOf(id) + 1}</span>}
          </label>
        ))}
      </fieldset>
      <p class="actions wide">
        <button type="submit" class="strong" disabled={deed.running} data-control="save-session">{deed.running ? general.sending : words.save}</button>
      </p>
      <div class="wide">
        <Failure error={deed.error} />
      </div>
    </form>
  );
}
