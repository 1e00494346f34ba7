/** The resume as a simple form, with an optional PDF. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Failure, useAction } from "../page/action";
import { useWords } from "../page/page";
import { STUDY_TYPES } from "../page/study_types";
import { Consents, Reads } from "./consents";
import type { Me } from "./model";
import { documentOf, FIELDS, formOf, type ResumeForm } from "./resume_form";
import { useMeWords } from "./words";

const PDF_BYTES_MAX = 10 * 1_048_576;
const KINDS: Partial<Record<keyof ResumeForm, "email" | "tel" | "month">> = {
  email: "email",
  phone: "tel",
  graduation: "month",
};
const HINTS: Partial<Record<keyof ResumeForm, string>> = {
  name: "name",
  email: "email",
  phone: "tel",
  region: "address-level1",
};

export function Resume({ me }: { me: Me }): JSX.Element {
  const { words } = useMeWords();
  const general = useWords();
  const kept = me.state.resume;
  const [form, setForm] = useState<ResumeForm>(() => formOf(kept?.resume));
  const [pdf, setPdf] = useState<File | null>(null);
  const [saved, setSaved] = useState(false);
  const action = useAction();
  useEffect(() => setForm(formOf(kept?.resume)), [kept]);
  const isLarge = pdf !== null && pdf.size > PDF_BYTES_MAX;
  const submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    const chosen = pdf && new File([pdf], pdf.name, { type: "application/pdf" });
    action.run(async () => {
      await me.save(documentOf(form, kept?.resume), chosen);
      setPdf(null);
      setSaved(true);
    });
  };
  const change = (name: keyof ResumeForm, value: string): void => {
    setSaved(false);
    setForm({ ...form, [name]: value });
  };
  return (
    <section class="part resume" aria-labelledby="resume-title">
      <h2 id="resume-title">{words.tabs.resume}</h2>
      <p class="quiet">{words.resumeHint}</p>
      <form class="form" onSubmit={submitted}>
        {FIELDS.map((name) => (
          <Field key={name} name={name} value={form[name]} change={change} />
        ))}
        <label class="field wide">
          <span>{words.pdf}</span>
          <input
            type="file"
            accept="application/pdf"
            onChange={(event) => setPdf(event.currentTarget.files?.[0] ?? null)}
          />
          {kept?.attachment && <span class="quiet small">{words.pdfThere}</span>}
          {isLarge && (
            <span class="wrong" role="alert">
              {words.pdfLarge}
            </span>
          )}
        </label>
        <p class="actions wide">
          <button type="submit" class="strong" disabled={action.running || isLarge} data-control="save">
            {action.running ? general.sending : words.save}
          </button>
          <span role="status" class="said">
            {saved && !action.running ? words.saved : ""}
          </span>
        </p>
      </form>
      <Failure error={action.error} />
      <Consents consents={me.state.consents} />
      <Reads me={me} />
    </section>
  );
}

interface FieldProps {
  readonly name: keyof ResumeForm;
  readonly value: string;
  readonly change: (name: keyof ResumeForm, value: string) => void;
}

function Field({ name, value, change }: FieldProps): JSX.Element {
  const { words } = useMeWords();
  const changed = (event: { currentTarget: { value: string } }): void => change(name, event.currentTarget.value);
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is one of two, an input or a text area
    <label class={`field ${name === "summary" || name === "skills" ? "wide" : ""}`}>
      <span>{words.fields[name]}</span>
      {name === "summary" ? (
        <textarea name={name} rows={3} value={value} onInput={changed} />
      ) : name === "degree" ? (
        <DegreeChoice value={value} changed={changed} />
      ) : (
        <input
          name={name}
          type={(KINDS[name] ?? "text") as "text" /* the attributes are the same for all of KINDS */}
          value={value}
          onInput={changed}
          required={name === "name"}
          maxLength={200}
          autocomplete={HINTS[name] ?? "off"}
        />
      )}
    </label>
  );
}

/** An unknown study type is kept. */
function DegreeChoice({
  value,
  changed,
}: {
  value: string;
  changed: (event: { currentTarget: { value: string } }) => void;
}): JSX.Element {
  const { terms } = useMeWords();
  const known = Object.entries(STUDY_TYPES);
  return (
    <select name="degree" value={value} onChange={changed}>
      <option value="">–</option>
      {known.map(([degree, type]) => (
        <option key={degree} value={type}>
          {terms.degree[degree as keyof typeof terms.degree]}
        </option>
      ))}
      {value !== "" && !known.some(([, type]) => type === value) && <option value={value}>{value}</option>}
    </select>
  );
}
