/** The downloads of the fair: a button for each format. */
import type { JSX } from "preact";
import { Failure, useAction } from "../page/action";
import { saveFile } from "../page/download";
import type { Organizer } from "./model";
import { useOrganizerWords } from "./words";

const EXPORTS = ["booths", "jobs", "applications", "matches"] as const;
const FORMATS = ["csv", "xlsx"] as const;

export function Files({ model }: { model: Organizer }): JSX.Element {
  const { words } = useOrganizerWords();
  return (
    <section class="part files" aria-labelledby="files-title">
      <h2 id="files-title">{words.files}</h2>
      <ul class="rows">
        {EXPORTS.map((kind) => (
          <li key={kind} class="file">
            <span>{words.exports[kind]}</span>
            <span class="choices">
              <Downloads
                model={model}
                label={words.exports[kind]}
                paths={FORMATS.map((format) => [format.toUpperCase(), `exports/${kind}.${format}`] as const)}
              />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface DownloadsProps {
  readonly model: Organizer;
  readonly label: string;
  readonly paths: readonly (readonly [format: string, path: string])[];
}

export function Downloads({ model, label, paths }: DownloadsProps): JSX.Element {
  const { language } = useOrganizerWords();
  const action = useAction();
  const take = (path: string) => (): void =>
    action.run(async () => {
      const { file, name } = await model.file(path, language);
      saveFile(file, name ?? path.replaceAll("/", "-"));
    });
  return (
    <>
      {paths.map(([format, path]) => (
        <button
          key={path}
          type="button"
          disabled={action.running}
          onClick={take(path)}
          aria-label={`${label} ${format}`}
          data-file={path}
        >
          {format}
        </button>
      ))}
      <Failure error={action.error} />
    </>
  );
}
