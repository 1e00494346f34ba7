/** Fields of a form that a page keeps as one object of texts. */
import type { ComponentChildren, JSX } from "preact";

interface Shared {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly change: (value: string) => void;
  readonly wide?: boolean;
}

interface TextProps extends Shared {
  readonly type?: "text" | "number" | "url" | "datetime-local";
  readonly required?: boolean;
  readonly min?: number;
  readonly maxLength?: number;
  readonly rows?: number;
  readonly autocomplete?: string;
}

/** One line, or with `rows` several. */
export function Text({
  name,
  label,
  value,
  change,
  wide = false,
  type = "text",
  rows,
  maxLength = 200,
  min,
  required = false,
  autocomplete = "off",
}: TextProps): JSX.Element {
  const changed = (event: { currentTarget: { value: string } }): void => change(event.currentTarget.value);
  const shared = { name, value, required, onInput: changed };
  return (
    <Labelled label={label} wide={wide}>
      {rows !== undefined && <textarea {...shared} rows={rows} maxLength={maxLength} />}
      {rows === undefined && type === "number" && (
        <input {...shared} type="number" min={min ?? 0} step="any" inputMode="decimal" />
      )}
      {rows === undefined && type === "datetime-local" && <input {...shared} type="datetime-local" />}
      {rows === undefined && type === "url" && <input {...shared} type="url" maxLength={maxLength} />}
      {rows === undefined && type === "text" && (
        <input {...shared} type="text" maxLength={maxLength} autocomplete={autocomplete} />
      )}
    </Labelled>
  );
}

interface ChoiceProps extends Shared {
  /** Values with their words; one with the value "" may be among them. */
  readonly choices: readonly (readonly [value: string, word: string])[];
}

export function Choice({ name, label, value, change, choices, wide = false }: ChoiceProps): JSX.Element {
  return (
    <Labelled label={label} wide={wide}>
      <select name={name} value={value} onChange={(event) => change(event.currentTarget.value)}>
        {choices.map(([one, word]) => (
          <option key={one} value={one}>
            {word}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

function Labelled({
  label,
  wide,
  children,
}: {
  label: string;
  wide: boolean;
  children: ComponentChildren;
}): JSX.Element {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child that each caller gives
    <label class={wide ? "field wide" : "field"}>
      <span>{label}</span>
      {children}
    </label>
  );
}
