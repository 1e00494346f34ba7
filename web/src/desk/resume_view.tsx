/** A resume as it was submitted, with all that it holds. */

import type { JSX } from "preact";
import { joined } from "../page/isolated";
import { STUDY_TYPES } from "../page/study_types";
import { wordFor } from "../terms";
import type { Resume } from "../wire/api/resumes";
import { OpenPdf } from "./open_pdf";
import { type Entry, linkOf, sectionsOf, textOf } from "./resume_parts";
import { useResumeWords } from "./resume_words";
import { useDeskWords } from "./words";

type Part = Readonly<Record<string, unknown>>;

interface Props {
  readonly resume: Resume;
  /** Reads it again; resolves with the new link to its PDF. */
  readonly renew: () => Promise<string | null>;
}

export function ResumeView({ resume: { resume, attachment }, renew }: Props): JSX.Element {
  const words = useResumeWords();
  const { terms } = useDeskWords();
  return (
    <div class="resume-view">
      <Basics basics={resume.basics ?? {}} />
      {sectionsOf(withDegrees(resume, terms.degree)).map(({ name, entries }) => (
        <section key={name} data-section={name}>
          <h4>{wordFor(words.sections, name)}</h4>
          <ul>
            {entries.map((entry, n) => (
              <li key={n}>
                <EntryView entry={entry} />
              </li>
            ))}
          </ul>
        </section>
      ))}
      {attachment && <OpenPdf link={attachment} renew={renew} />}
    </div>
  );
}

function Basics({ basics }: { basics: Part }): JSX.Element {
  const { name, label, email, phone, summary, location, url, profiles } = basics;
  const elsewhere = [{ url }, ...(Array.isArray(profiles) ? (profiles as Part[]) : [])];
  return (
    <>
      <p>
        <strong dir="auto">{textOf(name)}</strong>{" "}
        <span class="quiet" dir="auto">
          {joined([textOf(label), textOf(location)])}
        </span>
      </p>
      <p>
        {textOf(email) && <a href={`mailto:${textOf(email)}`}>{textOf(email)}</a>} {textOf(phone)}
      </p>
      {elsewhere.map((one, n) => (
        <Profile key={n} one={one} />
      ))}
      {textOf(summary) && (
        <p class="prose" dir="auto">
          {textOf(summary)}
        </p>
      )}
    </>
  );
}

function Profile({ one }: { one: Part }): JSX.Element | null {
  const [url, name] = [linkOf(one?.url), joined([one?.network, one?.username].map(textOf))];
  if (url === null && name === "") return null;
  return (
    <p>
      {name} {url !== null && <Link url={url} />}
    </p>
  );
}

function EntryView({ entry: { line, texts, points, keywords, url } }: { entry: Entry }): JSX.Element {
  return (
    <>
      <span dir="auto">{line}</span>
      {keywords.length > 0 && (
        <span class="quiet" dir="auto">
          {line && " · "}
          {joined(keywords)}
        </span>
      )}
      {texts.map((text, n) => (
        <p key={n} class="prose" dir="auto">
          {text}
        </p>
      ))}
      {points.length > 0 && (
        <ul>
          {points.map((point, n) => (
            <li key={n} dir="auto">
              {point}
            </li>
          ))}
        </ul>
      )}
      {url !== null && (
        <p>
          <Link url={url} />
        </p>
      )}
    </>
  );
}

/** The other site learns neither the page nor its address. */
function Link({ url }: { url: string }): JSX.Element {
  return (
    <a href={url} target="_blank" rel="noopener noreferrer nofollow">
      {url}
    </a>
  );
}

/** The degrees that our form writes, in the reader's language; others as they were written. */
function withDegrees(resume: Resume["resume"], degrees: Readonly<Record<string, string>>): Resume["resume"] {
  const worded = (one: Part): Part => {
    const known = Object.entries(STUDY_TYPES).find(([, type]) => type === one?.studyType)?.[0];
    return known === undefined ? one : { ...one, studyType: degrees[known] };
  };
  if (!Array.isArray(resume.education)) return resume;
  return { ...resume, education: resume.education.map(worded) };
}
