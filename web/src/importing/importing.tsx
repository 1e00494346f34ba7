/** Imports a file of jobs: the check, the columns, the progress, the account. The same for enterprises and organizers. */
import type { JSX } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { type Action, Confirm, Failure, useAction } from "../page/action";
import type { OwnWrites } from "../page/own_writes";
import { useWords } from "../page/page";
import type { JobImport } from "../wire/api/imports";
import { Checked } from "./checked";
import { Importing } from "./model";
import { Account, Past, Progress } from "./progress";
import { useImportingWords } from "./words";

interface Props {
  readonly fair: string;
  readonly writes: OwnWrites;
  /** Whether each row names its enterprise: an organizer imports for all. */
  readonly isForAll: boolean;
  /** Closed, it is shown only while an import runs, and after it. */
  readonly isOpen?: boolean;
  /** An import has ended. */
  readonly onEnd: () => void;
}

export function ImportPart({ fair, writes, isForAll, isOpen = true, onEnd }: Props): JSX.Element | null {
  const { words } = useImportingWords();
  const [, draw] = useState({});
  const model = useMemo(() => new Importing(fair, writes, () => draw({}), onEnd), [fair, writes]);
  useEffect(() => {
    void model.start();
    return () => model.stop();
  }, [model]);
  const action = useAction();
  const cancelling = useAction();
  const { file, check, current, past } = model.state;
  if (!isOpen && current === null) return null;
  return (
    <section class="part importing" aria-labelledby="import-title">
      <h2 id="import-title">{words.title}</h2>
      {current?.state === "running" ? (
        <Running told={current} model={model} action={cancelling} />
      ) : (
        <>
          <Choose model={model} action={action} isForAll={isForAll} />
          {check?.state === "running" && <Progress told={check} label={words.checking} />}
          {file !== null && check !== null && check.state !== "running" && (
            <Checked check={check} model={model} action={action} isForAll={isForAll} />
          )}
          {current !== null && <Account told={current} model={model} />}
          <Past model={model} items={past.filter(({ id }) => id !== current?.id)} />
        </>
      )}
      <Failure error={action.error ?? cancelling.error} />
    </section>
  );
}

function Choose({ model, action, isForAll }: { model: Importing; action: Action; isForAll: boolean }): JSX.Element {
  const { words } = useImportingWords();
  const general = useWords();
  const { file, check } = model.state;
  return (
    <>
      <p class="quiet small">{isForAll ? words.hintAll : words.hintOwn}</p>
      <label class="field">
        <span>{words.file}</span>
        <input
          type="file"
          name="jobs"
          accept=".csv,.xlsx,.xls,.txt"
          disabled={action.running}
          onChange={(event) => model.choose(event.currentTarget.files?.[0] ?? null)}
        />
      </label>
      {check === null && (
        <p class="actions">
          <button
            type="button"
            class="strong"
            disabled={file === null || action.running}
            onClick={() => action.run(() => model.check())}
            data-control="trial"
          >
            {action.running ? general.sending : words.check}
          </button>
        </p>
      )}
    </>
  );
}

function Running({ told, model, action }: { told: JobImport; model: Importing; action: Action }): JSX.Element {
  const { words } = useImportingWords();
  return (
    <>
      <Progress told={told} label={words.running} />
      <p class="actions">
        <Confirm
          label={words.cancel}
          question={words.cancelAsk}
          sure={words.cancelSure}
          action={action}
          work={() => model.cancel()}
          name="cancel-import"
        />
      </p>
    </>
  );
}
