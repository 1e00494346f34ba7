/** The booths of the fair by state and name; the organizer approves or refuses one or several, also later. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { type Action, Confirm, Failure, useAction } from "../page/action";
import { Badge } from "../page/badge";
import { joined } from "../page/isolated";
import { useWords } from "../page/page";
import { PickAll, type Picked, usePicked } from "../page/picked";
import { Moment } from "../page/times";
import { Marked } from "../search/marked";
import { wordFor } from "../terms";
import type { Booth } from "../wire/api/booths";
import { Find, Rest, States } from "./found";
import { useListWords } from "./list_words";
import type { Organizer } from "./model";
import { useOrganizerWords } from "./words";

const STATES = ["requested", "approved", "refused"];

export function Booths({ model }: { model: Organizer }): JSX.Element {
  const { words, terms } = useOrganizerWords();
  const lists = useListWords();
  const { booths } = model;
  const { items, filters } = booths.state;
  const picked = usePicked(items.map(({ org }) => org));
  return (
    <section class="part booths" aria-labelledby="booths-title">
      <h2 id="booths-title">{words.tabs.booths}</h2>
      <States list={booths} states={STATES} kinds={terms.booth} />
      <div class="find">
        <Find list={booths} name="q" label={lists.boothName} />
      </div>
      {items.length > 0 && <Judge model={model} picked={picked} booths={items} />}
      <ul class="rows">
        {items.map((booth) => (
          <Row key={booth.org} model={model} booth={booth} picked={picked} />
        ))}
      </ul>
      <Rest list={booths} none={filters.state === "requested" && !filters.q ? lists.noRequest : lists.none} />
    </section>
  );
}

/** Of the selected booths, only those that are not approved yet. */
function Judge({ model, picked, booths }: { model: Organizer; picked: Picked; booths: readonly Booth[] }): JSX.Element {
  const { words, locale } = useOrganizerWords();
  const lists = useListWords();
  const action = useAction();
  const [undone, setUndone] = useState(0);
  const n = picked.ids.length.toLocaleString(locale);
  const not = (state: string): readonly string[] =>
    booths.filter((booth) => picked.has(booth.org) && booth.state !== state).map(({ org }) => org);
  const approve = async (): Promise<void> => setUndone(await model.judge(not("approved"), "approve"));
  return (
    <div class="several">
      <PickAll picked={picked} label={picked.ids.length > 0 ? lists.selected(n) : lists.selectAll} />
      <div class="choices">
        <button
          type="button"
          class="strong"
          disabled={not("approved").length === 0 || action.running}
          onClick={() => action.run(approve)}
          data-control="approve"
        >
          {words.approve}
        </button>
        {not("refused").length > 0 && (
          <Refuse model={model} orgs={not("refused")} action={action} onRefused={setUndone} />
        )}
      </div>
      <p role="status" class="quiet small">
        {undone > 0 && lists.notPossible(undone.toLocaleString(locale))}
      </p>
      <Failure error={action.error} />
    </div>
  );
}

function Refuse({
  model,
  orgs,
  action,
  onRefused,
}: {
  model: Organizer;
  orgs: readonly string[];
  action: Action;
  onRefused: (undone: number) => void;
}): JSX.Element {
  const { words, locale } = useOrganizerWords();
  const lists = useListWords();
  const [reason, setReason] = useState("");
  const refuse = async (): Promise<void> => {
    onRefused(await model.judge(orgs, "refuse", reason.trim() || words.refuse));
    setReason("");
  };
  return (
    <Confirm
      name="refuse"
      label={words.refuse}
      question={words.refuseAsk(orgs.length.toLocaleString(locale))}
      sure={words.refuseSure}
      action={action}
      work={refuse}
    >
      <label class="field">
        <span>{lists.why}</span>
        <input
          type="text"
          name="reason"
          maxLength={2_000}
          value={reason}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
      </label>
    </Confirm>
  );
}

function Row({ model, booth, picked }: { model: Organizer; booth: Booth; picked: Picked }): JSX.Element {
  const { terms } = useOrganizerWords();
  const lists = useListWords();
  const general = useWords();
  const nature = booth.nature && wordFor(terms.nature, booth.nature);
  const facts = joined([nature, booth.industry, booth.region, booth.uscc]);
  return (
    <li data-booth={booth.org} data-state={booth.state}>
      <div class="line with-box">
        <input
          type="checkbox"
          checked={picked.has(booth.org)}
          onChange={() => picked.toggle(booth.org)}
          aria-label={lists.select(booth.name)}
        />
        <span class="title">
          <Marked text={booth.name} ranges={booth.highlights?.name} />
        </span>
        <Badge kind={booth.state ?? ""}>{wordFor(terms.booth, booth.state ?? "")}</Badge>
        <span class="quiet who">{facts}</span>
        <span class="quiet amount">{booth.created_at && <Moment at={booth.created_at} />}</span>
      </div>
      {booth.intro && <p class="quiet small prose">{booth.intro}</p>}
      {booth.reason && <p class="quiet small">{booth.reason}</p>}
      {booth.state === "approved" && (
        <button
          type="button"
          class="link"
          onClick={() => model.lookAt({ org: booth.org, job: null })}
          aria-label={`${general.counters.applications}: ${booth.name}`}
          data-control="applications-of"
        >
          {general.counters.applications}
        </button>
      )}
    </li>
  );
}
