/** A resume as it was submitted, with all of its JSON Resume fields. */
import type { JSX } from "preact";
import type { Resume } from "../wire/api/resumes";
import { useDeskWords } from "./words";

type Part = Readonly<Record<string, unknown>>;

export function ResumeView({ resume: { resume, attachment } }: { resume: Resume }): JSX.Element {
  const { words } = useDeskWords();
  const basics: Part = resume.basics ?? {};
  const where = resume.basics?.location;
  return (
    <div class="resume-view">
      <p>
        <strong>{text(basics.name)}</strong> <span class="quiet">{line(basics.label, where?.region, where?.city)}</span>
      </p>
      <p>
        {text(basics.email) && <a href={`mailto:${text(basics.email)}`}>{text(basics.email)}</a>} {text(basics.phone)}
      </p>
      {text(basics.summary) && <p class="prose">{text(basics.summary)}</p>}
      <Entries parts={resume.education} names={["institution", "studyType", "area", "endDate"]} />
      <Entries parts={resume.work} names={["name", "position", "startDate", "endDate", "summary"]} />
      {(resume.skills?.length ?? 0) > 0 && (
        <p>
          {resume.skills
            ?.map((skill) => text(skill.name))
            .filter(Boolean)
            .join(" · ")}
        </p>
      )}
      {attachment && (
        <p>
          <a class="button" href={attachment} target="_blank" rel="noreferrer">
            {words.attachment}
          </a>
        </p>
      )}
    </div>
  );
}

function Entries({
  parts,
  names,
}: {
  parts: readonly Part[] | undefined;
  names: readonly string[];
}): JSX.Element | null {
  if (!parts?.length) return null;
  return (
    <ul>
      {parts.map((part, n) => (
        <li key={n}>{line(...names.map((name) => part[name]))}</li>
      ))}
    </ul>
  );
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const line = (...values: unknown[]): string => values.map(text).filter(Boolean).join(" · ");
