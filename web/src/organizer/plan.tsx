/** Planning a new fair. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { readConfig } from "../api";
import { Failure, useDeed } from "../page/deed";
import { Choice, Text } from "../page/field";
import { useWords } from "../page/page";
import { localTime } from "../page/local_time";
import type { Person } from "../session";
import { Writes } from "../writes";
import { useOrganizerWords } from "./words";

const HOURS = 8;

export function PlanFair({ person }: { person: Person }): JSX.Element {
  const { words } = useOrganizerWords();
  const general = useWords();
  const [isOpen, setOpen] = useState(false);
  const [form, setForm] = useState({ title: "", host: person.name, region: "", starts_at: localTime(0), ends_at: localTime(HOURS), ads: "warn" });
  const deed = useDeed();
  const field = (name: keyof typeof form) => ({ name: `fair-${name}`, label: words.fields[name], value: form[name], change: (value: string) => setForm({ ...form, [name]: value }) });
  const plan = async (): Promise<void> => {
    const { ingest } = await readConfig();
    const region = form.region.trim();
    const times = { starts_at: new Date(form.starts_at).toISOString(), ends_at: new Date(form.ends_at).toISOString() };
    const body = { title: form.title.trim(), host: form.host.trim(), ads: form.ads, ...times, ...(region === "" ? {} : { region }) };
    const { id } = await new Writes(ingest, person.token).settle("POST", "/fairs", body);
    location.assign(`/fair?fair=${id}`);
  };
  const submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    deed.run(plan);
  };
  return (
    <section class="narrow">
      <p class="actions">
        <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} data-control="plan-fair">{words.plan}</button>
      </p>
      {isOpen && (
        <form class="form" onSubmit={submitted}>
          <Text {...field("title")} required wide />
          <Text {...field("host")} required />
          <Text {...field("region")} />
          <Text {...field("starts_at")} type="datetime-local" required />
          <Text {...field("ends_at")} type="datetime-local" required />
          <Choice {...field("ads")} choices={Object.entries(words.ads)} />
          <p class="actions wide">
            <button type="submit" class="strong" disabled={deed.running} data-control="save-fair">{deed.running ? general.sending : words.save}</button>
          </p>
          <div class="wide">
            <Failure error={deed.error} />
          </div>
        </form>
      )}
    </section>
  );
}
