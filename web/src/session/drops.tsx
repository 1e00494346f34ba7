/** The dropped jobs, newest first and the pinned one on top: places left, and applying with one click, also again. */

import type { JSX } from "preact";
import { Failure, useAction } from "../page/action";
import { Badge } from "../page/badge";
import { joined } from "../page/isolated";
import { useWords } from "../page/page";
import { conditions } from "../page/pay";
import { Moment } from "../page/times";
import { wordFor } from "../terms";
import { mayApplyAgain } from "../wire/again";
import type { OneApplication } from "../wire/api/applications";
import type { Job } from "../wire/api/jobs";
import type { Drop } from "../wire/api/sessions";
import { Announcer } from "./announcer";
import type { SessionModel } from "./model";
import type { Stage } from "./stage";
import { useSessionWords } from "./words";

interface Props {
  readonly model: SessionModel;
  readonly stage: Stage;
  readonly isReplay: boolean;
  /** Whether a drop is held back until the video gets there. */
  readonly isHeld: boolean;
  readonly signIn: () => void;
}

export function Drops({ model, stage, isReplay, isHeld, signIn }: Props): JSX.Element {
  const { words } = useSessionWords();
  const { drops, pinned } = stage;
  const first = drops.filter(({ job, state }) => job === pinned && state === "open");
  const ordered = [...first, ...drops.filter((drop) => !first.includes(drop))];
  return (
    <section class="drops" aria-labelledby="drops-title">
      <h2 id="drops-title">{words.drops}</h2>
      {drops.length === 0 && <p class="quiet empty">{words.noDrops}</p>}
      {isReplay && <p class="quiet small">{words.onlyThen}</p>}
      {isHeld && (
        <p class="quiet small" role="status">
          {words.held}
        </p>
      )}
      {!isReplay && <Announcer model={model} stage={stage} />}
      <Missing model={model} />
      <ul class="rows">
        {pinned !== null && first.length === 0 && !isReplay && <PinnedRow job={model.state.jobs.get(pinned)} />}
        {ordered.map((drop) => (
          <DropRow
            key={drop.id}
            drop={drop}
            model={model}
            isPinned={first.includes(drop)}
            canApply={!isReplay && drop.state === "open"}
            signIn={signIn}
          />
        ))}
      </ul>
    </section>
  );
}

/** A student's own resume and applications, or a host's jobs, could not be read: the page says so, and reads them again. */
function Missing({ model }: { model: SessionModel }): JSX.Element | null {
  const { words } = useSessionWords();
  const general = useWords();
  const action = useAction();
  const { missing } = model.state;
  if (missing === null || model.person === null) return null;
  return (
    <div class="note" data-missing>
      <span>
        <strong>{model.isHost ? words.missingJobs : words.missingOwn}</strong>
        <Failure error={missing} />
      </span>
      <button
        type="button"
        disabled={action.running}
        onClick={() => action.run(() => model.readAround())}
        data-control="read-again"
      >
        {action.running ? general.loading : general.tryAgain}
      </button>
    </div>
  );
}

/** A pinned job without an open drop: nobody can apply through it now. */
function PinnedRow({ job }: { job: Job | undefined }): JSX.Element | null {
  const { words } = useSessionWords();
  if (job === undefined) return null;
  return (
    <li data-pinned={job.id}>
      <div class="line">
        <span class="title">{job.title}</span>
        <Badge kind="live">{words.pinned}</Badge>
        <span class="quiet who">
          <Terms job={job} />
        </span>
      </div>
      <About job={job} />
    </li>
  );
}

function Terms({ job }: { job: Job }): JSX.Element {
  const { terms, locale } = useSessionWords();
  const general = useWords();
  return (
    <>
      {joined([
        job.enterprise ?? general.unnamed,
        general.places(job.headcount.toLocaleString(locale)),
        ...conditions(job, terms, locale),
      ])}
    </>
  );
}

function About({ job }: { job: Job | undefined }): JSX.Element | null {
  const { words } = useSessionWords();
  if (!job?.description) return null;
  return (
    <details>
      <summary>{words.aboutJob}</summary>
      <p class="prose">{job.description}</p>
    </details>
  );
}

interface RowProps {
  readonly drop: Drop;
  readonly model: SessionModel;
  readonly isPinned: boolean;
  readonly canApply: boolean;
  readonly signIn: () => void;
}

function DropRow({ drop, model, isPinned, canApply, signIn }: RowProps): JSX.Element {
  const { words } = useSessionWords();
  const general = useWords();
  const job = model.state.jobs.get(drop.job);
  const own = model.state.own.get(drop.job);
  const isAgain = canApply && own !== undefined && mayApplyAgain(own);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the click is only counted; a press of Enter on a button in the row is one too
    <li data-drop={drop.id} data-state={drop.state} onClick={() => model.click(drop)}>
      <div class="line">
        <span class="title">{drop.title ?? job?.title ?? general.loading}</span>
        {isPinned ? (
          <Badge kind="live">{words.pinned}</Badge>
        ) : (
          <Badge kind={drop.state}>{drop.state === "open" ? words.onStage : words.offStage}</Badge>
        )}
        <span class="quiet who">{job && <Terms job={job} />}</span>
        <span class="quiet amount">
          <Moment at={drop.opened_at} exact />
        </span>
      </div>
      <About job={job} />
      <Places drop={drop} />
      {own && <Own one={own} drop={drop} isAgain={isAgain} />}
      {canApply && (own === undefined || isAgain) && <Apply drop={drop} job={job} model={model} signIn={signIn} />}
    </li>
  );
}

function Places({ drop }: { drop: Drop }): JSX.Element {
  const { words, locale } = useSessionWords();
  const { cap, remaining, applications } = drop;
  const isFull = remaining !== undefined && remaining <= 0;
  return (
    <div class="places">
      <p>
        <strong data-remaining={remaining}>
          {cap === undefined
            ? words.noCap
            : isFull && drop.state === "open"
              ? words.full
              : words.remaining((remaining ?? cap).toLocaleString(locale), cap.toLocaleString(locale))}
        </strong>
        <span class="quiet"> · {words.applied(applications.toLocaleString(locale))}</span>
      </p>
      {cap !== undefined && <progress max={cap} value={cap - (remaining ?? cap)} aria-hidden="true" />}
    </div>
  );
}

function Apply({
  drop,
  job,
  model,
  signIn,
}: {
  drop: Drop;
  job: Job | undefined;
  model: SessionModel;
  signIn: () => void;
}): JSX.Element | null {
  const { words } = useSessionWords();
  const general = useWords();
  const action = useAction();
  const { person, state } = model;
  if (person === null)
    return (
      <button type="button" class="strong big" onClick={signIn} data-control="sign-in">
        {words.signInFirst}
      </button>
    );
  if (person.role !== "student") return model.isHost ? null : <p class="quiet small">{words.onlyStudents}</p>;
  if (state.resume === undefined)
    return (
      <button type="button" class="strong big" disabled>
        {state.missing === null ? general.loading : words.apply}
      </button>
    );
  if (state.resume === null)
    return (
      <a class="button strong big" href={`/me?fair=${state.session?.fair ?? ""}`}>
        {words.resumeFirst}
      </a>
    );
  const isFull = drop.remaining !== undefined && drop.remaining <= 0;
  return (
    <>
      <button
        type="button"
        class="strong big"
        disabled={action.running}
        onClick={() => action.run(() => model.apply(drop))}
        aria-label={`${words.apply}: ${drop.title ?? job?.title ?? ""}`}
        data-control="apply"
      >
        {action.running ? general.sending : isFull ? words.applyLine : words.apply}
      </button>
      <Failure error={action.error} />
    </>
  );
}

/** The state of the viewer's own application: in, on the waiting list, or a later state. `isAgain`: they may apply again. */
function Own({ one, drop, isAgain }: { one: OneApplication; drop: Drop; isAgain: boolean }): JSX.Element {
  const { words, terms, locale } = useSessionWords();
  const isHere = one.drop?.id === drop.id;
  const isWaiting = one.state === "waitlisted";
  const place = (n: number | undefined): string => (n ?? one.place).toLocaleString(locale);
  return (
    <div class="own" data-own={one.state}>
      <p>
        <strong>
          {isWaiting
            ? words.isWaiting(place(one.drop?.in_line))
            : one.state === "submitted" && isHere
              ? words.isIn(place(one.drop?.place))
              : isAgain
                ? words.isOut(wordFor(terms.application, one.state))
                : words.isElse(wordFor(terms.application, one.state))}
        </strong>
      </p>
      {isWaiting && <p class="quiet small">{words.isWaitingHint}</p>}
      <p class="quiet small">
        {words.receipt} <code>{one.receipt.position}</code> · <Moment at={one.receipt.accepted_at} exact />
      </p>
    </div>
  );
}
