/** How far an import has come, and the results of those that are over. */
import type { JSX } from "preact";
import { Failure, useAction } from "../page/action";
import { saveFile } from "../page/download";
import type { ImportInList, JobImport } from "../wire/api/imports";
import type { Importing } from "./model";
import { Notes } from "./notes";
import { Reason } from "./reason";
import { useImportingWords } from "./words";

const MINUTES_FROM_S = 90;

/** The share of the file is announced at each quarter, not at each change. */
export function Progress({ told, label }: { told: JobImport; label: string }): JSX.Element {
  const { words, number } = useImportingWords();
  const { rows, rows_per_s: rate, seconds_left: left } = told;
  const share = told.bytes === 0 ? 0 : told.bytes_read / told.bytes;
  const facts = [words.rows(number(rows))];
  if (!told.dry_run)
    facts.push(words.account(number(told.accepted), number(told.duplicates), number(told.rejected_count)));
  if (rate !== null) facts.push(words.rate(number(Math.round(rate))));
  if (left !== null)
    facts.push(
      left < MINUTES_FROM_S ? words.left(number(Math.ceil(left))) : words.leftMinutes(number(Math.ceil(left / 60))),
    );
  return (
    <div class="progress" data-import={told.id}>
      <p tabIndex={-1}>
        {told.filename !== null && <strong>{told.filename}</strong>} {label}
      </p>
      <progress max={1} value={share} aria-label={label} />
      <p class="quiet small">{facts.join(" · ")}</p>
      <p class="unseen" role="status">
        {words.share(number(Math.floor(share * 4) * 25))}
      </p>
    </div>
  );
}

/** The result of an import. */
export function Account({ told, model }: { told: JobImport; model: Importing }): JSX.Element {
  const { words, number } = useImportingWords();
  return (
    <div class="account" data-import={told.id} data-state={told.state}>
      <p role="status" tabIndex={-1}>
        <strong>{words.states[told.state]}</strong>{" "}
        {words.account(number(told.accepted), number(told.duplicates), number(told.rejected_count))}
      </p>
      {told.reason && (
        <p>
          <Reason told={told} />
        </p>
      )}
      {told.rejected_count > 0 && <Rejected id={told.id} model={model} />}
      <Notes title={words.rejected(number(told.rejected_count))} notes={told.rejected} count={told.rejected_count} />
      <Notes title={words.warnings(number(told.warnings_count))} notes={told.warnings} count={told.warnings_count} />
    </div>
  );
}

const PAST_SHOWN = 5;

export function Past({ model, items }: { model: Importing; items: readonly ImportInList[] }): JSX.Element | null {
  const { words, number, moment } = useImportingWords();
  if (items.length === 0) return null;
  return (
    <details class="past">
      <summary>{words.past}</summary>
      <ul class="rows">
        {items.slice(0, PAST_SHOWN).map((one) => (
          <li key={one.id} data-import={one.id}>
            <p>
              <time dateTime={one.started_at}>{moment(one.started_at)}</time> · {words.states[one.state]} ·{" "}
              {words.account(number(one.accepted), number(one.duplicates), number(one.rejected_count))}
            </p>
            {one.reason && (
              <p class="quiet small">
                <Reason told={one} />
              </p>
            )}
            {one.rejected_count > 0 && <Rejected id={one.id} model={model} />}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Rejected({ id, model }: { id: string; model: Importing }): JSX.Element {
  const { words, language } = useImportingWords();
  const action = useAction();
  const take = (format: "csv" | "xlsx") => (): void =>
    action.run(async () => {
      const { file, name } = await model.rejected(id, format, language);
      saveFile(file, name ?? `rejected.${format}`);
    });
  return (
    <>
      <p class="choices">
        <span>{words.download}</span>
        {(["csv", "xlsx"] as const).map((format) => (
          <button
            key={format}
            type="button"
            disabled={action.running}
            onClick={take(format)}
            aria-label={`${words.download} ${format.toUpperCase()}`}
            data-file={`rejected.${format}`}
          >
            {format.toUpperCase()}
          </button>
        ))}
      </p>
      <Failure error={action.error} />
    </>
  );
}
