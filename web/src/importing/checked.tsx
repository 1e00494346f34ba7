/** The result of the check: what would be imported, and which column holds what, to be corrected. */

import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Action } from "../page/action";
import { joined } from "../page/isolated";
import { useWords } from "../page/page";
import type { JobImport } from "../wire/api/imports";
import { columnsOf, FIELDS, REQUIRED } from "./columns";
import type { Importing } from "./model";
import { Notes } from "./notes";
import { Reason } from "./reason";
import { useImportingWords } from "./words";

interface Props {
  readonly check: JobImport;
  readonly model: Importing;
  readonly action: Action;
  readonly isForAll: boolean;
}

export function Checked({ check, model, action, isForAll }: Props): JSX.Element {
  const { words, number } = useImportingWords();
  const general = useWords();
  const hasFailed = check.state !== "done";
  const counts = [number(check.accepted), number(check.duplicates), number(check.rejected_count)] as const;
  return (
    <div class="checked" data-import={check.id} data-state={check.state} aria-busy={action.running}>
      <p role="status" tabIndex={-1}>
        {hasFailed ? words.cannot : words.readable(number(check.rows), ...counts)}
      </p>
      {hasFailed && <Refusal check={check} isForAll={isForAll} />}
      {model.state.isRemembered && (
        <p class="actions">
          <span>{words.remembered}</span>
          <button
            type="button"
            disabled={action.running}
            onClick={() => action.run(() => model.forget())}
            data-control="forget"
          >
            {words.forget}
          </button>
        </p>
      )}
      <Found check={check} />
      {check.header.length > 0 && <Columns check={check} model={model} action={action} isForAll={isForAll} />}
      <Sheets check={check} />
      <Notes title={words.rejected(number(check.rejected_count))} notes={check.rejected} count={check.rejected_count} />
      <Notes title={words.warnings(number(check.warnings_count))} notes={check.warnings} count={check.warnings_count} />
      {!hasFailed && (
        <p class="actions">
          <button
            type="button"
            class="strong"
            disabled={action.running || check.accepted === 0}
            onClick={() => action.run(() => model.run())}
            data-control="import"
          >
            {action.running ? general.sending : words.doImport(number(check.accepted))}
          </button>
          {check.accepted === 0 && <span class="quiet">{words.nothing}</span>}
        </p>
      )}
    </div>
  );
}

/** Why the file is refused, in the language of the page where it is a column that is missing. */
function Refusal({ check, isForAll }: { check: JobImport; isForAll: boolean }): JSX.Element {
  const { words } = useImportingWords();
  const missing = REQUIRED.filter((field) => (isForAll || field !== "enterprise") && !(field in check.columns));
  if (check.header.length === 0 || missing.length === 0) {
    return (
      <p>
        <Reason told={check} />
      </p>
    );
  }
  return (
    <>
      <p>{words.missing(missing.map((field) => words.fields[field] ?? field))}</p>
      <p>{words.chooseColumns}</p>
    </>
  );
}

const LEFT_OUT = "\u0000"; // no column is called so

function Columns({ check, model, action, isForAll }: Props): JSX.Element {
  const { words } = useImportingWords();
  const columns = columnsOf(check.header);
  const fields = FIELDS.filter((field) => isForAll || field !== "enterprise");
  const { map } = model.state;
  const isOpen = check.state !== "done" || Object.keys(map).length > 0;
  const chosen = useReturn(action.running);
  const choose = (field: string, value: string): void =>
    action.run(() => model.assign(field, value === "" ? null : value === LEFT_OUT ? "" : value));
  return (
    <details class="columns" open={isOpen}>
      <summary>{words.columns}</summary>
      <div class="fields">
        {fields.map((field) => (
          <label key={field} class="field">
            <span>
              {words.fields[field]}
              {REQUIRED.includes(field) && <small class="quiet"> {words.required}</small>}
            </span>
            <select
              name={`column-${field}`}
              value={map[field] === "" ? LEFT_OUT : (map[field] ?? "")}
              disabled={action.running}
              onChange={(event) => {
                chosen.current = event.currentTarget;
                choose(field, event.currentTarget.value);
              }}
            >
              <option value="">{recognized(check, map, field, words.found, words.notFound)}</option>
              {!REQUIRED.includes(field) && <option value={LEFT_OUT}>{words.leaveOut}</option>}
              {columns.map(({ value, shown }) => (
                <option key={value} value={value}>
                  {shown}
                </option>
              ))}
            </select>
          </label>
        ))}
      </div>
    </details>
  );
}

/** A list cannot have the focus while the file is checked again: the one that was used gets it back. */
function useReturn(isRunning: boolean): { current: HTMLSelectElement | null } {
  const used = useRef<HTMLSelectElement>(null);
  useEffect(() => {
    if (isRunning) return;
    if (document.activeElement === document.body) used.current?.focus();
    used.current = null;
  }, [isRunning]);
  return used;
}

/** Each column of the file: of which field it is, or why it is not used. */
function Found({ check }: { check: JobImport }): JSX.Element {
  const { words } = useImportingWords();
  const claimed = check.doubly_claimed.map(({ column }) => column);
  const unknown = check.ignored.filter((name) => !claimed.includes(name));
  const used = Object.entries(check.columns).map(([field, column]) =>
    words.readFrom(words.fields[field] ?? field, column),
  );
  return (
    <>
      {used.length > 0 && <p class="small">{joined(used)}</p>}
      {claimed.length > 0 && (
        <p class="small">
          {words.doubled}{" "}
          {check.doubly_claimed
            .map(({ column, field }) => words.claims(column, words.fields[field] ?? field))
            .join(" · ")}
        </p>
      )}
      {unknown.length > 0 && (
        <p class="quiet small">
          {words.unused} {joined(unknown)}
        </p>
      )}
    </>
  );
}

/** The words of the choice that leaves a field to its header. */
function recognized(
  check: JobImport,
  map: Readonly<Record<string, string>>,
  field: string,
  found: (name: string) => string,
  notFound: string,
): string {
  const name = map[field] === undefined ? check.columns[field] : undefined;
  return name === undefined ? (map[field] === undefined ? notFound : "–") : found(name);
}

function Sheets({ check }: { check: JobImport }): JSX.Element | null {
  const { words } = useImportingWords();
  if (check.sheets.length < 2) return null;
  const why = new Map(check.unread_sheets.map(({ name, reason }) => [name, words.unread[reason]]));
  return (
    <details class="sheets" open={check.sheets.some(({ read }) => !read)}>
      <summary>{words.sheets}</summary>
      <ul class="small">
        {check.sheets.map(({ name, read }) => (
          <li key={name}>
            {name}: <span class="quiet">{read ? words.sheetRead : (why.get(name) ?? words.sheetNotRead)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
