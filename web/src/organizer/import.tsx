/** Imports a file of jobs, with a check first. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Failure, useAction } from "../page/action";
import { useWords } from "../page/page";
import type { Imported, Organizer } from "./model";
import { useOrganizerWords } from "./words";

const REJECTED_SHOWN = 8;

export function Import({ model }: { model: Organizer }): JSX.Element {
  const { words, locale } = useOrganizerWords();
  const general = useWords();
  const [file, setFile] = useState<File | null>(null);
  const [account, setAccount] = useState<Imported | null>(null);
  const action = useAction();
  const send = (isTrial: boolean) => (): void =>
    action.run(async () => {
      if (file !== null) setAccount(await model.importJobs(file, isTrial));
    });
  const number = (n: number): string => n.toLocaleString(locale);
  return (
    <section class="part importing" aria-labelledby="import-title">
      <h2 id="import-title">{words.importing}</h2>
      <p class="quiet small">{words.importHint}</p>
      <label class="field">
        <span>{words.file}</span>
        <input
          type="file"
          name="jobs"
          accept=".csv,.xlsx"
          onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)}
        />
      </label>
      <p class="actions">
        <button type="button" disabled={file === null || action.running} onClick={send(true)} data-control="trial">
          {action.running ? general.sending : words.trial}
        </button>
        <button
          type="button"
          class="strong"
          disabled={file === null || action.running}
          onClick={send(false)}
          data-control="import"
        >
          {words.doImport}
        </button>
      </p>
      <div role="status">
        {account && (
          <p>{words.imported(number(account.accepted), number(account.duplicates), number(account.rejected_count))}</p>
        )}
        <ul class="small">
          {account?.rejected.slice(0, REJECTED_SHOWN).map(({ row, field, reason }) => (
            <li key={`${row} ${field}`}>
              <span class="quiet">{words.row(number(row))}</span> {field && <code>{field}</code>}{" "}
              <span lang="en">{reason}</span>
            </li>
          ))}
        </ul>
      </div>
      <Failure error={action.error} />
    </section>
  );
}
