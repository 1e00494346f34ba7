/** One applicant: facets, message, opened resume, and the possible steps. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { type Action, Confirm, Failure, useAction } from "../page/action";
import { Badge } from "../page/badge";
import { joined } from "../page/isolated";
import { Countdown, Moment } from "../page/times";
import { reasonFor, wordFor } from "../terms";
import type { Application } from "../wire/api/applications";
import { useCrewWords } from "./crew_words";
import { HandOver } from "./hand_over";
import { Invite } from "./invite";
import type { Desk } from "./model";
import { nameOf } from "./names";
import { ResumeView } from "./resume_view";
import { mayRead, stepsFrom } from "./steps";
import { Story } from "./story";
import { useDeskWords } from "./words";

interface Props {
  readonly one: Application;
  readonly desk: Desk;
  readonly isChosen: boolean;
  readonly toggle: () => void;
}

export function Applicant({ one, desk, isChosen, toggle }: Props): JSX.Element {
  const { words, terms, locale } = useDeskWords();
  const { resumes, fresh } = desk.queue.state;
  const { degree, major, region } = one.facets;
  const name = nameOf(one, resumes);
  const facts = joined([degree && wordFor(terms.degree, degree), major, region]);
  return (
    <li data-application={one.id} data-state={one.state} data-fresh={fresh.has(one.id) ? "" : undefined}>
      <div class="line with-box">
        <input type="checkbox" checked={isChosen} onChange={toggle} aria-label={words.select(name)} />
        <span class="title">
          {name} {fresh.has(one.id) && <Badge kind="fresh">{words.fresh}</Badge>}
        </span>
        <Badge kind={one.state}>{wordFor(terms.application, one.state)}</Badge>
        <span class="quiet who">{facts}</span>
        <span class="quiet amount">
          {words.place(one.place.toLocaleString(locale))} · <Moment at={one.receipt.accepted_at} exact />
        </span>
      </div>
      {one.state === "invited" && one.deadline && (
        <p class="small">
          <span class="quiet">{words.answerBy}</span> <Countdown until={one.deadline} />
        </p>
      )}
      {one.reason && <p class="quiet small">{reasonFor(terms, one.reason)}</p>}
      {one.message && <blockquote>{one.message}</blockquote>}
      <Assigned one={one} />
      <Steps one={one} name={name} desk={desk} />
      <Story one={one} desk={desk} />
    </li>
  );
}

function Assigned({ one: { assignment, assignee } }: { one: Application }): JSX.Element | null {
  const words = useCrewWords();
  if (!assignee) return null;
  return (
    <p class="small" data-assignee={assignee}>
      <Badge kind="assigned">{words.with(assignee)}</Badge>{" "}
      <span class="quiet">
        {assignment && assignment.by !== assignee && words.from(assignment.by)} {assignment?.note}
      </span>
    </p>
  );
}

function Hire({ one, name, desk, action }: RefuseProps & { readonly name: string }): JSX.Element {
  const { words } = useDeskWords();
  return (
    <Confirm
      name="hire"
      strong
      label={words.steps.hire}
      question={words.hireAsk(name)}
      sure={words.hireSure}
      action={action}
      work={() => desk.queue.step(one.id, "hire")}
    />
  );
}

interface RefuseProps {
  readonly one: Application;
  readonly desk: Desk;
  readonly action: Action;
}

function Refuse({ one, desk, action }: RefuseProps): JSX.Element {
  const { words } = useDeskWords();
  const [reason, setReason] = useState("");
  const why = reason.trim() === "" ? {} : { reason: reason.trim() };
  return (
    <Confirm
      name="refuse"
      label={words.steps.refuse}
      question={words.refuseAsk("1")}
      sure={words.refuseSure}
      action={action}
      work={() => desk.queue.step(one.id, "refuse", why)}
    >
      <label class="field">
        <span>{words.refuseWhy}</span>
        <input type="text" maxLength={2_000} value={reason} onInput={(event) => setReason(event.currentTarget.value)} />
      </label>
    </Confirm>
  );
}

function Steps({ one, name, desk }: { one: Application; name: string; desk: Desk }): JSX.Element {
  const { words } = useDeskWords();
  const crew = useCrewWords();
  const { queue } = desk;
  const resume = queue.state.resumes.get(one.id);
  const action = useAction();
  const [isInviting, setInviting] = useState(false);
  const [isReading, setReading] = useState(false);
  const [isGiving, setGiving] = useState(false);
  const may = stepsFrom(one.state);
  const read = (): void => {
    setReading(!isReading);
    if (resume === undefined) action.run(() => queue.openResume(one.id));
  };
  return (
    <>
      <div class="choices">
        {(mayRead(one.state) || resume !== undefined) && (
          <button type="button" aria-expanded={isReading} title={words.resumeHint} onClick={read} data-control="resume">
            {words.resume}
          </button>
        )}
        {may.includes("shortlist") && (
          <button
            type="button"
            disabled={action.running}
            onClick={() => action.run(() => queue.step(one.id, "shortlist"))}
            data-control="shortlist"
          >
            {words.steps.shortlist}
          </button>
        )}
        {may.includes("invite") && (
          <button
            type="button"
            class={one.state === "shortlisted" ? "strong" : ""}
            aria-expanded={isInviting}
            onClick={() => setInviting(!isInviting)}
            data-control="invite"
          >
            {words.steps.invite}
          </button>
        )}
        {may.includes("hire") && <Hire one={one} name={name} desk={desk} action={action} />}
        {may.includes("refuse") && <Refuse one={one} desk={desk} action={action} />}
        <button type="button" aria-expanded={isGiving} onClick={() => setGiving(!isGiving)} data-control="hand-over">
          {crew.handOver}
        </button>
      </div>
      {isGiving && <HandOver one={one} desk={desk} done={() => setGiving(false)} />}
      {isInviting && may.includes("invite") && (
        <Invite send={(body) => queue.step(one.id, "invite", body)} done={() => setInviting(false)} />
      )}
      {isReading && resume && <ResumeView resume={resume} renew={() => queue.renewLink(one.id)} />}
      <Failure error={action.error} />
    </>
  );
}
