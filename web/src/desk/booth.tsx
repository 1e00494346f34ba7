/** The booth before it is approved: asking for it, waiting, and why it was refused. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Badge } from "../page/badge";
import { Failure, useDeed } from "../page/deed";
import { Choice, Text } from "../page/field";
import { useWords } from "../page/page";
import { wordFor } from "../terms";
import type { Desk } from "./model";
import { useDeskWords } from "./words";

const FIELDS = ["name", "uscc", "nature", "industry", "region", "intro"] as const;
type Form = Readonly<Record<(typeof FIELDS)[number], string>>;

export function Booth({ desk }: { desk: Desk }): JSX.Element {
  const { words, terms } = useDeskWords();
  const { booth } = desk;
  const isWaiting = booth?.state === "requested";
  return (
    <section class="narrow" aria-labelledby="booth-title">
      <h2 id="booth-title">
        {words.boothAsk}
        {booth?.state && <Badge kind={booth.state}>{wordFor(terms.booth, booth.state)}</Badge>}
      </h2>
      {isWaiting ? (
        <p role="status">{words.boothWaiting}</p>
      ) : (
        <>
          {booth?.state === "refused" && (
            <p class="note" role="status">
              <span>
                {words.boothRefused}
                {booth.reason ? `: ${booth.reason}` : "."} {words.boothAgain}
              </span>
            </p>
          )}
          <p class="quiet">{words.boothAskHint}</p>
          <Request desk={desk} />
        </>
      )}
    </section>
  );
}

function Request({ desk }: { desk: Desk }): JSX.Element {
  const { words, terms } = useDeskWords();
  const general = useWords();
  const before = desk.booth;
  const first = { name: before?.name ?? desk.person.name, nature: before?.nature ?? "private", intro: before?.intro ?? "" };
  const [form, setForm] = useState<Form>({ ...first, uscc: before?.uscc ?? "", industry: before?.industry ?? "", region: before?.region ?? "" });
  const deed = useDeed();
  const submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    const fields = Object.fromEntries(Object.entries(form).map(([name, value]) => [name, value.trim()]).filter(([, value]) => value !== ""));
    deed.run(() => desk.requestBooth(fields));
  };
  return (
    <form class="form" onSubmit={submitted}>
      {FIELDS.map((name) => {
        const shared = { name, label: words.booth[name], value: form[name], change: (value: string) => setForm({ ...form, [name]: value }) };
        if (name === "nature") return <Choice key={name} {...shared} choices={[["", "–"], ...Object.entries(terms.nature)]} />;
        if (name === "intro") return <Text key={name} {...shared} rows={3} maxLength={20_000} wide />;
        return <Text key={name} {...shared} required={name === "name"} wide={name === "name"} />;
      })}
      <p class="actions wide">
        <button type="submit" class="strong" disabled={deed.running} data-control="ask-booth">{deed.running ? general.sending : words.send}</button>
      </p>
      <div class="wide">
        <Failure error={deed.error} />
      </div>
    </form>
  );
}
