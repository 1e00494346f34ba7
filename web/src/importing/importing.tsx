/** Imports a file of jobs: the check, the columns, the progress, the account. The same for enterprises and organizers. */
import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { type Action, Confirm, Failure, useAction } from "../page/action";
import type { OwnWrites } from "../page/own_writes";
import { useWords } from "../page/page";
import type { JobImport } from "../wire/api/imports";
import { Checked } from "./checked";
import { Remembered } from "./columns";
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
  const model = useMemo(
    () => new Importing(fair, writes, () => draw({}), onEnd, Remembered.by(isForAll)),
    [fair, writes, isForAll],
  );
  useEffect(() => {
    void model.start();
    return () => model.stop();
  }, [model]);
  const action = useAction();
  const cancelling = useAction();
  const { file, check, checking, current, past } = model.state;
  const part = useFocus(`${current?.id} ${current?.state} ${check === null}`);
  const dropping = useDrop(model, action.running || model.isRunning);
  if (!isOpen && current === null) return null;
  return (
    <section class="part importing" aria-labelledby="import-title" ref={part} {...dropping}>
      <h2 id="import-title">{words.title}</h2>
      {current?.state === "running" ? (
        <Running told={current} model={model} action={cancelling} />
      ) : (
        <>
          <Choose model={model} action={action} isForAll={isForAll} />
          {checking !== null && <Checking told={checking} model={model} />}
          {file !== null && check !== null && (
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
  const { file, check, isGone } = model.state;
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (file === null && input.current !== null) input.current.value = ""; // so that the same file can be chosen again
  }, [file]);
  return (
    <>
      <p class="quiet small">{isForAll ? words.hintAll : words.hintOwn}</p>
      <p class="quiet small drop-hint">{words.drop}</p>
      <label class="field">
        <span>{words.file}</span>
        <input
          type="file"
          name="jobs"
          ref={input}
          accept=".csv,.xlsx,.xls,.ods,.tsv,.txt"
          disabled={action.running}
          onChange={(event) => model.choose(event.currentTarget.files?.[0] ?? null)}
        />
      </label>
      <p role="alert" class={isGone ? "failure" : ""}>
        {isGone && words.gone}
      </p>
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

function Checking({ told, model }: { told: JobImport; model: Importing }): JSX.Element {
  const { words } = useImportingWords();
  const stopping = useAction();
  return (
    <>
      <Progress told={told} label={words.checking} />
      <p class="actions">
        <button
          type="button"
          disabled={stopping.running}
          onClick={() => stopping.run(() => model.stopCheck())}
          data-control="stop-check"
        >
          {words.stopCheck}
        </button>
      </p>
      <Failure error={stopping.error} />
    </>
  );
}

/** Focuses what has come where the control that was pressed is gone: a keyboard goes on from there. */
function useFocus(step: string): { current: HTMLElement | null } {
  const part = useRef<HTMLElement>(null);
  const before = useRef(step);
  useEffect(() => {
    if (before.current === step) return;
    before.current = step;
    if (document.activeElement === document.body) part.current?.querySelector<HTMLElement>("[tabindex='-1']")?.focus();
  }, [step]);
  return part;
}

interface Dropping {
  readonly "data-dropping": string | undefined;
  readonly onDragOver: (event: DragEvent) => void;
  readonly onDragLeave: () => void;
  readonly onDrop: (event: DragEvent) => void;
}

/** Files may be dropped anywhere on the part. Without this the browser would leave the page for them. */
function useDrop(model: Importing, isBusy: boolean): Dropping {
  const [isOver, setOver] = useState(false);
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const files = event.dataTransfer?.files;
    if (isBusy || files === undefined || files.length === 0) return;
    const input = (event.currentTarget as HTMLElement).querySelector<HTMLInputElement>("[name=jobs]");
    if (input !== null) input.files = files; // shows its name
    model.choose(files[0] ?? null);
  };
  const onDragOver = (event: DragEvent): void => {
    event.preventDefault();
    setOver(!isBusy);
  };
  return { "data-dropping": isOver ? "" : undefined, onDragOver, onDragLeave: () => setOver(false), onDrop };
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
