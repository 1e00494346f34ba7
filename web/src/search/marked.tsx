/** A text with the words of a search marked in it, as elements and never as markup. */
import { type ComponentChildren, Fragment, type JSX } from "preact";
import { useChoices } from "../page/page";
import { conditions } from "../page/pay";
import { TERMS } from "../terms";
import type { Range } from "../wire/api/asking";
import type { Job } from "../wire/api/jobs";
import { excerpt, type Piece, pieces } from "./pieces";

export function Marked({ text, ranges }: { text: string; ranges?: readonly Range[] | undefined }): JSX.Element {
  return <Pieces shown={pieces(text, ranges)} />;
}

function Pieces({ shown }: { shown: readonly Piece[] }): JSX.Element {
  return (
    <>
      {shown.map(({ text, isMarked }, n) =>
        isMarked ? <mark key={`${n} ${text}`}>{text}</mark> : <Fragment key={`${n} ${text}`}>{text}</Fragment>,
      )}
    </>
  );
}

/** The enterprise of a job, `more`, and its conditions. */
export function JobFacts({ job, more = [] }: { job: Job; more?: readonly string[] }): JSX.Element {
  const { language, words } = useChoices();
  const { enterprise, region } = job.highlights ?? {};
  const parts = [
    <Marked key="enterprise" text={job.enterprise ?? words.unnamed} ranges={enterprise} />,
    ...more,
    ...(job.region ? [<Marked key="region" text={job.region} ranges={region} />] : []),
    ...conditions({ ...job, region: null }, TERMS[language], words.locale),
  ];
  return <Joined parts={parts} />;
}

/** Parts of a line with dots between them. */
export function Joined({ parts }: { parts: readonly ComponentChildren[] }): JSX.Element {
  return (
    <>
      {parts.map((part, n) => (
        <Fragment key={`${n}`}>
          {n > 0 && " · "}
          <bdi>{part}</bdi>
        </Fragment>
      ))}
    </>
  );
}

/** Where the words stand in the description of a job, if they stand nowhere else: why it was found. */
export function FoundIn({ job }: { job: Job }): JSX.Element | null {
  const { title, enterprise, region, description } = job.highlights ?? {};
  if (title || enterprise || region || !description?.length || !job.description) return null;
  return (
    <p class="quiet small excerpt">
      <Pieces shown={excerpt(job.description, description)} />
    </p>
  );
}
