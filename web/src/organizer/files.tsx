/** The fair's files: exports and the report. */
import type { JSX } from "preact";
import { Failure, useDeed } from "../page/deed";
import { saveFile } from "../page/download";
import type { Organizer } from "./model";
import { useOrganizerWords } from "./words";

const EXPORTS = ["booths", "jobs", "applications", "matches"] as const;
const FORMATS = ["csv", "xlsx"] as const;
const REPORTS = ["pdf", "xlsx"] as const;

export function Files({ model }: { model: Organizer }): JSX.Element {
  const { words, language } = useOrganizerWords();
  const deed = useDeed();
  const take = (path: string) => (): void =>
    deed.run(async () => {
      const { file, name } = await model.file(path, language);
      saveFile(file, name ?? path.replaceAll("/", "-"));
    });
  const row = (label: string, paths: readonly (readonly [format: string, path: string])[]): JSX.Element => (
    <li key={label} class="file">
      <span>{label}</span>
      <span class="choices">
        {paths.map(([format, path]) => (
          <button key={path} type="button" disabled={deed.running} onClick={take(path)} aria-label={`${label} ${format.toUpperCase()}`} data-file={path}>{format.toUpperCase()}</button>
        ))}
      </span>
    </li>
  );
  return (
    <section class="part files" aria-labelledby="files-title">
      <h2 id="files-title">{words.files}</h2>
      <ul class="rows">
        {EXPORTS.map((kind) => row(words.exports[kind], FORMATS.map((format) => [format, `exports/${kind}.${format}`])))}
        {row(words.report, REPORTS.map((format) => [format, `report.${format}`]))}
      </ul>
      <Failure error={deed.error} />
    </section>
  );
}
