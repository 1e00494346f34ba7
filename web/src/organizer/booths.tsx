/** The booths that wait for the organizer's word: looked at, let in or turned away, one or many at once. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Booth } from "../api";
import { Badge } from "../page/badge";
import { Confirm, Failure, useDeed } from "../page/deed";
import { PickAll, usePicked } from "../page/picked";
import { Moment } from "../page/times";
import { wordFor } from "../terms";
import type { Organizer } from "./model";
import { useOrganizerWords } from "./words";

export function Booths({ model }: { model: Organizer }): JSX.Element {
  const { words, locale } = useOrganizerWords();
  const booths = model.state.fair?.booths ?? [];
  const of = (state: string): readonly Booth[] => booths.filter((booth) => booth.state === state);
  const waiting = of("requested");
  const picked = usePicked(waiting.map(({ org }) => org));
  const deed = useDeed();
  const [refused, setRefused] = useState(0);
  const [reason, setReason] = useState("");
  const n = picked.ids.length.toLocaleString(locale);
  const judge = (step: "approve" | "refuse") => async (): Promise<void> => {
    setRefused(await model.judge(picked.ids, step, step === "refuse" ? reason.trim() || words.refuse : undefined));
    setReason("");
  };
  return (
    <section class="part booths" aria-labelledby="booths-title">
      <h2 id="booths-title">
        {words.booths} <small>{words.judged(of("approved").length.toLocaleString(locale), of("refused").length.toLocaleString(locale))}</small>
      </h2>
      {waiting.length === 0 && <p class="quiet empty">{words.noBooths}</p>}
      {waiting.length > 0 && (
        <div class="several">
          <PickAll picked={picked} label={picked.ids.length > 0 ? words.selected(n) : words.selectAll} />
          <div class="choices">
            <button type="button" class="strong" disabled={picked.ids.length === 0 || deed.running} onClick={() => deed.run(judge("approve"))} data-control="approve">{words.approve}</button>
            {picked.ids.length > 0 && (
              <Confirm name="refuse" label={words.refuse} question={words.refuseAsk(n)} sure={words.refuseSure} deed={deed} work={judge("refuse")}>
                <label class="field">
                  <span>{words.why}</span>
                  <input type="text" name="reason" maxLength={2_000} value={reason} onInput={(event) => setReason(event.currentTarget.value)} />
                </label>
              </Confirm>
            )}
          </div>
          <p role="status" class="quiet small">{refused > 0 && words.notPossible(refused.toLocaleString(locale))}</p>
          <Failure error={deed.error} />
        </div>
      )}
      <ul class="rows">
        {waiting.map((booth) => (
          <BoothRow key={booth.org} booth={booth} isChosen={picked.has(booth.org)} toggle={() => picked.toggle(booth.org)} />
        ))}
      </ul>
      <details>
        <summary>{words.allBooths}</summary>
        <ul class="rows">
          {booths.filter(({ state }) => state !== "requested").map((booth) => (
            <BoothRow key={booth.org} booth={booth} />
          ))}
        </ul>
      </details>
    </section>
  );
}

function BoothRow({ booth, isChosen = false, toggle }: { booth: Booth; isChosen?: boolean; toggle?: () => void }): JSX.Element {
  const { words, terms } = useOrganizerWords();
  const said = [booth.nature && wordFor(terms.nature, booth.nature), booth.industry, booth.region, booth.uscc].filter(Boolean).join(" · ");
  return (
    <li data-booth={booth.org} data-state={booth.state}>
      <div class={toggle ? "line with-box" : "line"}>
        {toggle && <input type="checkbox" checked={isChosen} onChange={toggle} aria-label={words.select(booth.name)} />}
        <span class="title">{booth.name}</span>
        <Badge kind={booth.state ?? ""}>{wordFor(terms.booth, booth.state ?? "")}</Badge>
        <span class="quiet who">{said}</span>
        <span class="quiet amount">{booth.created_at && <Moment at={booth.created_at} />}</span>
      </div>
      {booth.intro && <p class="quiet small prose">{booth.intro}</p>}
      {booth.reason && <p class="quiet small">{booth.reason}</p>}
    </li>
  );
}
