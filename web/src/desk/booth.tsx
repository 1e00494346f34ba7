/** The booth: requesting it, correcting the request, and editing texts and opening hours once it is approved. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Failure, useAction } from "../page/action";
import { Badge } from "../page/badge";
import { Choice, Text } from "../page/field";
import { useWords } from "../page/page";
import { wordFor } from "../terms";
import type { Booth as BoothFields } from "../wire/api/booths";
import {
  amendedBooth,
  BOOTH_FIELDS,
  type BoothForm,
  boothForm,
  type Hours,
  hoursOf,
  localOf,
  requested,
  wholeMinute,
} from "./booth_form";
import { useBoothWords } from "./booth_words";
import { useCrewWords } from "./crew_words";
import type { Desk } from "./model";
import { useDeskWords } from "./words";

const FIXED: readonly string[] = ["name", "uscc"];

/** Until it is approved. */
export function Booth({ desk }: { desk: Desk }): JSX.Element {
  const { words, terms } = useDeskWords();
  const own = useBoothWords();
  const { booth } = desk;
  return (
    <section class="narrow" aria-labelledby="booth-title">
      <h2 id="booth-title">
        {words.boothAsk}
        {booth?.state && <Badge kind={booth.state}>{wordFor(terms.booth, booth.state)}</Badge>}
      </h2>
      {booth?.state === "requested" && (
        <>
          <p role="status">{words.boothWaiting}</p>
          {desk.leads && <p class="quiet">{own.correct}</p>}
          {desk.leads && <Amend desk={desk} booth={booth} />}
        </>
      )}
      {booth?.state === "refused" && (
        <p class="note" role="status">
          <span>
            {words.boothRefused}
            {booth.reason ? `: ${booth.reason}` : "."} {words.boothAgain}
          </span>
        </p>
      )}
      {booth?.state !== "requested" && (desk.org === "" ? <NoOrg /> : <Request desk={desk} />)}
    </section>
  );
}

function NoOrg(): JSX.Element {
  const { noOrg, noOrgDo } = useCrewWords();
  return (
    <p role="status">
      <strong>{noOrg}</strong> {noOrgDo}
    </p>
  );
}

function Request({ desk }: { desk: Desk }): JSX.Element {
  const { words } = useDeskWords();
  const general = useWords();
  const [form, setForm] = useState<BoothForm>(boothForm(desk.booth, desk.person.name));
  const action = useAction();
  const submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    action.run(() => desk.requestBooth(requested(form)));
  };
  return (
    <>
      <p class="quiet">{words.boothAskHint}</p>
      <form class="form" onSubmit={submitted}>
        <Fields form={form} change={setForm} fixed={[]} />
        <p class="actions wide">
          <button type="submit" class="strong" disabled={action.running} data-control="ask-booth">
            {action.running ? general.sending : words.send}
          </button>
        </p>
        <div class="wide">
          <Failure error={action.error} />
        </div>
      </form>
    </>
  );
}

function Fields({
  form,
  change,
  fixed,
}: {
  form: BoothForm;
  change: (form: BoothForm) => void;
  fixed: readonly string[];
}): JSX.Element {
  const { words, terms } = useDeskWords();
  return (
    <>
      {BOOTH_FIELDS.filter((name) => !fixed.includes(name)).map((name) => {
        const shared = {
          name,
          label: words.booth[name],
          value: form[name],
          change: (value: string) => change({ ...form, [name]: value }),
        };
        if (name === "nature")
          return <Choice key={name} {...shared} choices={[["", "–"], ...Object.entries(terms.nature)]} />;
        if (name === "intro") return <Text key={name} {...shared} rows={3} maxLength={20_000} wide />;
        return <Text key={name} {...shared} required={name === "name"} wide={name === "name"} />;
      })}
    </>
  );
}

/** Once it is approved. */
export function OwnBooth({ desk }: { desk: Desk }): JSX.Element | null {
  const words = useBoothWords();
  const { booth } = desk;
  if (booth === null) return null;
  return (
    <section class="part" aria-labelledby="own-booth-title">
      <h2 id="own-booth-title">
        {words.title}
        <Badge kind={booth.open_now ? "open" : "closed"}>{booth.open_now ? words.openNow : words.closedNow}</Badge>
      </h2>
      <p>
        <strong>{booth.name}</strong> {booth.uscc && <code>{booth.uscc}</code>}
      </p>
      <p class="quiet small">{desk.leads ? words.fixed : words.onlyLeads}</p>
      {desk.leads ? <Amend desk={desk} booth={booth} /> : <p class="prose">{booth.intro}</p>}
    </section>
  );
}

function Amend({ desk, booth }: { desk: Desk; booth: BoothFields }): JSX.Element {
  const words = useBoothWords();
  const general = useWords();
  const [base, setBase] = useState(booth); // a colleague may edit it meanwhile: only fields changed here are written
  const [form, setForm] = useState(boothForm(booth, ""));
  const [hours, setHours] = useState(hoursOf(booth.hours));
  const [status, setStatus] = useState("");
  const action = useAction();
  const submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    const changes = amendedBooth(form, hours, base);
    if (Object.keys(changes).length === 0) setStatus(words.unchanged);
    else
      action.run(async () => {
        await desk.amendBooth(changes);
        setBase(desk.booth ?? base);
        setStatus(words.saved);
      });
  };
  return (
    <form class="form" onSubmit={submitted} onInput={() => setStatus("")}>
      <Fields form={form} change={setForm} fixed={booth.state === "approved" ? FIXED : []} />
      <OpeningHours desk={desk} hours={hours} change={setHours} />
      <p class="actions wide">
        <button type="submit" class="strong" disabled={action.running} data-control="save-booth">
          {action.running ? general.sending : words.save}
        </button>
        <span role="status" class="quiet">
          {status}
        </span>
      </p>
      <div class="wide">
        <Failure error={action.error} />
      </div>
    </form>
  );
}

function OpeningHours({
  desk,
  hours,
  change,
}: {
  desk: Desk;
  hours: readonly Hours[];
  change: (hours: readonly Hours[]) => void;
}): JSX.Element {
  const words = useBoothWords();
  const { locale } = useDeskWords();
  const { fair } = desk.state;
  const set = (at: number, part: Partial<Hours>): void =>
    change(hours.map((one, n) => (n === at ? { ...one, ...part } : one)));
  const add = (): void => {
    if (fair !== null)
      change([...hours, { from: hours.at(-1)?.to ?? localOf(wholeMinute(fair.starts_at)), to: localOf(fair.ends_at) }]);
  };
  return (
    <fieldset class="wide hours">
      <legend class="quiet small">{words.hours}</legend>
      {hours.length === 0 && <p class="quiet small">{words.hoursHint}</p>}
      {hours.map(({ from, to }, n) => (
        <div class="opening" key={n}>
          <Text
            name={`from-${n}`}
            type="datetime-local"
            label={words.opens}
            value={from}
            change={(value) => set(n, { from: value })}
            required
          />
          <Text
            name={`to-${n}`}
            type="datetime-local"
            label={words.closes}
            value={to}
            change={(value) => set(n, { to: value })}
            required
          />
          <button
            type="button"
            onClick={() => change(hours.filter((_, at) => at !== n))}
            aria-label={words.drop((n + 1).toLocaleString(locale))}
            data-control="drop-hours"
          >
            {words.dropShort}
          </button>
        </div>
      ))}
      <button type="button" onClick={add} data-control="add-hours">
        {words.add}
      </button>
    </fieldset>
  );
}
