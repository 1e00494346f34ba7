/** Flagged ads, with the phrase as it stands; the organizer may close what does not belong in the fair. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Job } from "../api";
import { Confirm, Failure, useDeed } from "../page/deed";
import { Flags } from "../page/flags";
import { useWords } from "../page/page";
import { PickAll, usePicked } from "../page/picked";
import type { Organizer } from "./model";
import { useOrganizerWords } from "./words";

/** How many phrases shut people out: those come before parts that are missing. */
const worded = ({ flags = [] }: Job): number => flags.filter(({ phrase }) => phrase !== "").length;

export function Ads({ model }: { model: Organizer }): JSX.Element {
  const { words, locale } = useOrganizerWords();
  const general = useWords();
  const flagged = model.state.flagged.filter(({ state }) => state === "open").toSorted((a, b) => worded(b) - worded(a));
  const picked = usePicked(flagged.map(({ id }) => id));
  const deed = useDeed();
  const [reason, setReason] = useState("");
  const n = picked.ids.length.toLocaleString(locale);
  const close = async (): Promise<void> => {
    await model.closeJobs(picked.ids, reason.trim());
    setReason("");
  };
  return (
    <section class="part ads" aria-labelledby="ads-title">
      <h2 id="ads-title">
        {words.flagged} <small>{flagged.length.toLocaleString(locale)}</small>
      </h2>
      {flagged.length === 0 && <p class="quiet empty">{words.noFlagged}</p>}
      {flagged.length > 0 && (
        <div class="several">
          <PickAll picked={picked} label={picked.ids.length > 0 ? words.selected(n) : words.selectAll} />
          {picked.ids.length > 0 && (
            <div class="choices">
              <Confirm name="close-jobs" label={words.closeJobs} question={words.closeAsk(n)} sure={words.closeSure} deed={deed} work={close}>
                <label class="field">
                  <span>{words.why}</span>
                  <input type="text" name="why" maxLength={2_000} value={reason} onInput={(event) => setReason(event.currentTarget.value)} />
                </label>
              </Confirm>
            </div>
          )}
          <Failure error={deed.error} />
        </div>
      )}
      <ul class="rows">
        {flagged.map((job) => (
          <li key={job.id} data-job={job.id}>
            <div class="line with-box">
              <input type="checkbox" checked={picked.has(job.id)} onChange={() => picked.toggle(job.id)} aria-label={words.select(job.title)} />
              <span class="title">{job.title}</span>
              <span class="quiet amount">{general.places(job.headcount.toLocaleString(locale))}</span>
              <span class="quiet who">{job.enterprise ?? general.unnamed}</span>
            </div>
            <Flags flags={job.flags ?? []} kinds={words.flag} fields={words.field} />
          </li>
        ))}
      </ul>
    </section>
  );
}
