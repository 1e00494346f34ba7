/** The staff of the booth, and invitation links for more. */
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { Confirm, Failure, useAction } from "../page/action";
import { Badge } from "../page/badge";
import { copyFrom } from "../page/copy";
import { Choice, Text } from "../page/field";
import { useWords } from "../page/page";
import { Moment } from "../page/times";
import type { Member, StaffLink, StaffRole } from "../wire/api/staff";
import { clock } from "../wire/clock";
import { useCrewWords } from "./crew_words";
import { joinAddress, linkState } from "./joining";
import type { Desk } from "./model";
import { useDeskWords } from "./words";

export function CrewPart({ desk }: { desk: Desk }): JSX.Element {
  const words = useCrewWords();
  const { staff } = desk.crew.state;
  return (
    <section class="part crew" aria-labelledby="crew-title">
      <h2 id="crew-title">{words.title}</h2>
      <p class="quiet">{words.hint}</p>
      {staff.length === 0 && <p class="quiet empty">{words.nobody}</p>}
      <ul class="rows">
        {staff.map((one) => (
          <Row key={one.person} one={one} desk={desk} />
        ))}
      </ul>
      {desk.leads && <Links desk={desk} />}
    </section>
  );
}

function Row({ one, desk }: { one: Member; desk: Desk }): JSX.Element {
  const words = useCrewWords();
  const action = useAction();
  const isMe = one.person === desk.person.sub;
  return (
    <li data-member={one.person}>
      <div class="line">
        <span class="title">
          {one.person} {isMe && <span class="quiet">({words.you})</span>}
        </span>
        <Badge kind={one.role}>{words.role[one.role] ?? one.role}</Badge>
        <span class="quiet who">
          {words.since} <Moment at={one.joined_at} />
        </span>
      </div>
      <div class="choices">
        {isMe && (
          <Confirm
            name="leave"
            label={words.leave}
            question={words.leaveAsk}
            sure={words.leaveSure}
            action={action}
            work={() => desk.leave()}
          />
        )}
        {!isMe && desk.leads && (
          <Confirm
            name="remove"
            label={words.remove}
            question={words.removeAsk(one.person)}
            sure={words.removeSure}
            action={action}
            work={() => desk.crew.remove(one.person)}
          />
        )}
      </div>
      <Failure error={action.error} />
    </li>
  );
}

function Links({ desk }: { desk: Desk }): JSX.Element {
  const words = useCrewWords();
  const { links, made } = desk.crew.state;
  return (
    <section aria-labelledby="links-title">
      <h3 id="links-title">{words.links}</h3>
      <MakeLink desk={desk} />
      {made !== null && <Made address={joinAddress(location, made.secret)} />}
      {links.length === 0 && <p class="quiet empty">{words.noLinks}</p>}
      <ul class="rows">
        {links.map((link) => (
          <LinkRow key={link.id} link={link} desk={desk} />
        ))}
      </ul>
    </section>
  );
}

function MakeLink({ desk }: { desk: Desk }): JSX.Element {
  const words = useCrewWords();
  const general = useWords();
  const [form, setForm] = useState({ role: "recruiter", uses: "1" });
  const action = useAction();
  const submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    action.run(() => desk.crew.makeLink(form.role as StaffRole, Number(form.uses)));
  };
  return (
    <form class="form" onSubmit={submitted}>
      <Choice
        name="role"
        label={words.as}
        value={form.role}
        change={(role) => setForm({ ...form, role })}
        choices={Object.entries(words.role)}
      />
      <Text
        name="uses"
        label={words.uses}
        type="number"
        min={1}
        value={form.uses}
        change={(uses) => setForm({ ...form, uses })}
        required
      />
      <p class="actions wide">
        <button type="submit" class="strong" disabled={action.running} data-control="make-link">
          {action.running ? general.sending : words.make}
        </button>
      </p>
      <div class="wide">
        <Failure error={action.error} />
      </div>
    </form>
  );
}

function Made({ address }: { address: string }): JSX.Element {
  const words = useCrewWords();
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState("");
  const copy = async (): Promise<void> => {
    if (field.current !== null && (await copyFrom(field.current))) setCopied(address);
  };
  return (
    <div class="note made" role="status">
      <label class="field">
        <span>{words.made}</span>
        <input ref={field} name="link" readOnly value={address} onFocus={(event) => event.currentTarget.select()} />
      </label>
      <button type="button" onClick={() => void copy()} data-control="copy-link">
        {copied === address ? words.copied : words.copy}
      </button>
    </div>
  );
}

function LinkRow({ link, desk }: { link: StaffLink; desk: Desk }): JSX.Element {
  const words = useCrewWords();
  const { locale } = useDeskWords();
  const action = useAction();
  const state = linkState(link, clock.now());
  return (
    <li data-link={link.id} data-state={state}>
      <div class="line">
        <span class="title">{words.role[link.role] ?? link.role}</span>
        <Badge kind={state}>{words.state[state]}</Badge>
        <span class="quiet who">
          {words.used(link.used.toLocaleString(locale), link.uses.toLocaleString(locale))} · {words.until}{" "}
          <Moment at={link.expires_at} />
        </span>
        <span class="quiet amount">{link.made_by}</span>
      </div>
      {state === "open" && (
        <div class="choices">
          <Confirm
            name="revoke"
            label={words.revoke}
            question={words.revokeAsk}
            sure={words.revokeSure}
            action={action}
            work={() => desk.crew.revokeLink(link.id)}
          />
        </div>
      )}
      <Failure error={action.error} />
    </li>
  );
}
