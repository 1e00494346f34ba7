/** Exports the numbers: a CSV file, or text on the clipboard. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { csv } from "../page/csv";
import { saveFile } from "../page/download";
import { Icon, useWords } from "../page/page";
import { clock } from "../wire/clock";
import { COUNTER_NAMES, type Words } from "../words";
import { type Export, exportRows, exportText } from "./export_rows";
import type { WallState } from "./model";

const ViewedCommentMS = 2_000;

export function ExportControls({ state }: { state: WallState }): JSX.Element {
  const words = useWords();
  const [status, setStatus] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setStatus(""), ViewedCommentMS);
    return () => clearTimeout(timer);
  }, [status]);
  const copy = async (): Promise<void> => setStatus((await copied(state, words)) ? words.copied : words.copyFailed);
  const isEmpty = !state.room.known;
  return (
    <>
      <span class="said" role="status">
        {status}
      </span>
      <button
        type="button"
        class="icon"
        disabled={isEmpty}
        onClick={() => void copy()}
        title={words.copy}
        aria-label={words.copy}
        data-control="copy"
      >
        <Icon>
          <path d="M5.5 5.5h7.25v7.75H5.5zM3.25 10.5V2.75h7.25" />
        </Icon>
      </button>
      <button
        type="button"
        class="icon"
        disabled={isEmpty}
        onClick={() => download(state, words)}
        title={words.exportCsv}
        aria-label={words.exportCsv}
        data-control="csv"
      >
        <Icon>
          <path d="M8 2.5v7.25M4.75 6.75L8 10l3.25-3.25M2.75 13.25h10.5" />
        </Icon>
      </button>
    </>
  );
}

function taken(state: WallState, words: Words): Export {
  const { fair, room, points, updatedAt } = state;
  return {
    title: fair?.title ?? "",
    host: fair?.host ?? "",
    at: new Date(updatedAt ?? clock.now()),
    counters: COUNTER_NAMES.map((name) => [name, words.counters[name], room.counters[name] ?? 0]),
    points,
  };
}

function download(state: WallState, words: Words): void {
  const text = csv(exportRows(taken(state, words)));
  saveFile(new Blob([text], { type: "text/csv;charset=utf-8" }), `livefair-${state.fair?.id ?? "fair"}.csv`);
}

async function copied(state: WallState, words: Words): Promise<boolean> {
  const text = exportText(taken(state, words), words.locale);
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedByHand(text); // the Clipboard API needs https, which a local network may lack
  }
}

function copiedByHand(text: string): boolean {
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}
