/** The console of the host: start, pause and end; drop, close, extend and pin jobs; announcements. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Badge } from "../page/badge";
import { Confirm, type Deed, Failure, useDeed } from "../page/deed";
import { Choice, Text } from "../page/field";
import { useChoices } from "../page/page";
import { SCHEDULE } from "../page/schedule_words";
import { SessionForm } from "../page/session_form";
import type { Drop, Slot } from "../wire/api/sessions";
import { Funnel } from "./funnel";
import type { SessionModel } from "./model";
import type { Stage } from "./stage";
import { useSessionWords } from "./words";

interface Props {
  readonly model: SessionModel;
  readonly stage: Stage;
}

export function Console({ model, stage }: Props): JSX.Element {
  const { words } = useSessionWords();
  const deed = useDeed();
  const isLive = stage.state === "live";
  return (
    <section class="console" aria-labelledby="console-title">
      <h2 id="console-title">
        {words.console}
        <span class="choices">
          {stage.state === "scheduled" && (
            <Press name="start" label={words.start} strong deed={deed} work={() => model.command("/start")} />
          )}
          {isLive && !stage.paused && (
            <Press name="pause" label={words.pause} deed={deed} work={() => model.command("/pause")} />
          )}
          {isLive && stage.paused && (
            <Press name="go-on" label={words.resume} strong deed={deed} work={() => model.command("/resume")} />
          )}
        </span>
      </h2>
      <Failure error={deed.error} />
      {stage.state === "scheduled" && <Change model={model} />}
      <RunOfShow model={model} stage={stage} />
      {isLive && <Pinned model={model} stage={stage} />}
      {isLive && <Open model={model} stage={stage} />}
      {isLive && <Announce model={model} />}
      <Funnel minutes={model.state.funnel} />
      {isLive && (
        <Confirm
          name="end"
          label={words.end}
          question={words.endAsk}
          sure={words.endSure}
          deed={deed}
          work={() => model.command("/end")}
        />
      )}
    </section>
  );
}

interface PressProps {
  readonly name: string;
  readonly label: string;
  readonly strong?: boolean;
  readonly disabled?: boolean;
  readonly deed: Deed;
  readonly work: () => Promise<void>;
}

function Press({ name, label, strong = false, disabled = false, deed, work }: PressProps): JSX.Element {
  return (
    <button
      type="button"
      class={strong ? "strong" : ""}
      disabled={disabled || deed.running}
      onClick={() => deed.run(work)}
      data-control={name}
    >
      {label}
    </button>
  );
}

/** The plan can be edited until the session starts. */
function Change({ model }: { model: SessionModel }): JSX.Element | null {
  const { language } = useChoices();
  const words = SCHEDULE[language];
  const [isOpen, setOpen] = useState(false);
  const { session, jobs } = model.state;
  if (session === null) return null;
  return (
    <>
      <p class="actions">
        <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} data-control="change-session">
          {words.changePlan}
        </button>
      </p>
      {isOpen && (
        <SessionForm
          session={session}
          jobs={[...jobs.values()]}
          save={(changes) => model.amend(changes)}
          close={() => setOpen(false)}
        />
      )}
    </>
  );
}

const capOf = (text: string): { cap?: number } => (text.trim() === "" ? {} : { cap: Number(text) });

/** The run of show: dropped jobs are marked, and the next one has a button. */
function RunOfShow({ model, stage }: Props): JSX.Element {
  const { words, locale } = useSessionWords();
  const { session, jobs } = model.state;
  const deed = useDeed();
  const [any, setAny] = useState({ job: "", cap: "" });
  const [cap, setCap] = useState("");
  const slots = session?.run_of_show ?? [];
  const next = slots.findIndex(({ drop }) => drop === undefined);
  const canDrop = stage.state === "live" && !stage.paused;
  const about = (slot: Slot): string =>
    [
      slot.minutes && words.minutes(slot.minutes.toLocaleString(locale)),
      slot.cap && `≤ ${slot.cap.toLocaleString(locale)}`,
      slot.drop && words.dropped,
    ]
      .filter(Boolean)
      .join(" · ");
  const submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    deed.run(async () => {
      await model.command("/drops", { job: any.job, ...capOf(any.cap) });
      setAny({ job: "", cap: "" });
    });
  };
  const nextDropped = (event: SubmitEvent): void => {
    event.preventDefault();
    deed.run(async () => {
      await model.command("/drops/next", capOf(cap));
      setCap("");
    });
  };
  const others = [...jobs.values()].filter(({ state }) => state !== "closed");
  return (
    <div class="run-of-show">
      <h3>{words.runOfShow}</h3>
      {slots.length === 0 && <p class="quiet">{words.runOfShowEmpty}</p>}
      <ol>
        {slots.map((slot, n) => (
          <li key={`${slot.job} ${n}`} data-turn={slot.drop ? "past" : n === next ? "next" : "later"}>
            <span>{jobs.get(slot.job)?.title ?? slot.job}</span>
            <span class="quiet">{about(slot)}</span>
          </li>
        ))}
      </ol>
      {!canDrop && (
        <p class="quiet small" data-why-no-drop>
          {stage.paused ? words.dropPaused : words.dropLater}
        </p>
      )}
      <form class="inline" onSubmit={nextDropped}>
        <button type="submit" class="strong" disabled={!canDrop || next < 0 || deed.running} data-control="drop-next">
          {words.dropNext}
        </button>
        <label class="field">
          <span>{words.cap}</span>
          <input
            type="number"
            name="next-cap"
            min={1}
            step={1}
            inputMode="numeric"
            value={cap}
            placeholder={slots[next]?.cap?.toString() ?? ""}
            disabled={next < 0}
            onInput={(event) => setCap(event.currentTarget.value)}
          />
        </label>
      </form>
      <form class="form" onSubmit={submitted}>
        <Choice
          name="job"
          label={words.dropAny}
          value={any.job}
          change={(job) => setAny({ ...any, job })}
          choices={[["", "–"], ...others.map(({ id, title }) => [id, title] as const)]}
        />
        <Text
          name="cap"
          label={words.cap}
          type="number"
          min={1}
          value={any.cap}
          change={(cap) => setAny({ ...any, cap })}
        />
        <p class="actions">
          <button type="submit" disabled={!canDrop || any.job === "" || deed.running} data-control="drop-any">
            {words.drop}
          </button>
          <Press
            name="pin-any"
            label={words.pin}
            disabled={stage.state !== "live" || any.job === "" || any.job === stage.pinned}
            deed={deed}
            work={() => model.command("/pin", { job: any.job })}
          />
        </p>
      </form>
      <Failure error={deed.error} />
    </div>
  );
}

/** A pinned job without an open drop, which has no row below to unpin it. */
function Pinned({ model, stage }: Props): JSX.Element | null {
  const { words } = useSessionWords();
  const deed = useDeed();
  const { pinned, drops } = stage;
  if (pinned === null || drops.some(({ job, state }) => job === pinned && state === "open")) return null;
  return (
    <div class="line" data-pinned={pinned}>
      <span class="title">{model.state.jobs.get(pinned)?.title ?? pinned}</span>
      <Badge kind="live">{words.pinned}</Badge>
      <Press name="unpin" label={words.unpin} deed={deed} work={() => model.command("/pin", { job: null })} />
      <Failure error={deed.error} />
    </div>
  );
}

function Open({ model, stage }: Props): JSX.Element {
  return (
    <ul class="rows">
      {stage.drops
        .filter(({ state }) => state === "open")
        .map((drop) => (
          <OpenDrop key={drop.id} drop={drop} model={model} isPinned={stage.pinned === drop.job} />
        ))}
    </ul>
  );
}

function OpenDrop({ drop, model, isPinned }: { drop: Drop; model: SessionModel; isPinned: boolean }): JSX.Element {
  const { words, locale } = useSessionWords();
  const deed = useDeed();
  const [cap, setCap] = useState("");
  const title = drop.title ?? model.state.jobs.get(drop.job)?.title ?? "";
  const waiting = model.state.session?.drops.find(({ id }) => id === drop.id)?.waiting ?? 0;
  return (
    <li data-open={drop.id}>
      <div class="line">
        <span class="title">{title}</span>
        <span class="amount">
          {words.applied(drop.applications.toLocaleString(locale))}
          {waiting > 0 && ` · ${words.waiting(waiting.toLocaleString(locale))}`}
        </span>
      </div>
      <div class="choices">
        <Press
          name="pin"
          label={isPinned ? words.unpin : words.pin}
          deed={deed}
          work={() => model.command("/pin", { job: isPinned ? null : drop.job })}
        />
        <Confirm
          name="close-drop"
          label={words.close}
          question={words.closeAsk(title)}
          sure={words.closeSure}
          deed={deed}
          work={() => model.command(`/drops/${drop.id}/close`)}
        />
        {drop.cap !== undefined && (
          <form
            class="inline"
            onSubmit={(event) => {
              event.preventDefault();
              deed.run(() => model.command(`/drops/${drop.id}/extend`, { cap: Number(cap) }));
            }}
          >
            <input
              type="number"
              name="extend"
              min={drop.cap + 1}
              required
              value={cap}
              placeholder={`> ${drop.cap.toLocaleString(locale)}`}
              aria-label={words.extendTo}
              onInput={(event) => setCap(event.currentTarget.value)}
            />
            <button type="submit" disabled={deed.running} data-control="extend">
              {words.extend}
            </button>
          </form>
        )}
      </div>
      <Failure error={deed.error} />
    </li>
  );
}

function Announce({ model }: { model: SessionModel }): JSX.Element {
  const { words } = useSessionWords();
  const deed = useDeed();
  const [text, setText] = useState("");
  const submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    deed.run(async () => {
      await model.command("/announce", { text: text.trim() });
      setText("");
    });
  };
  return (
    <form class="announce" onSubmit={submitted}>
      <Text name="announcement" label={words.announce} value={text} change={setText} required maxLength={2_000} />
      <button type="submit" disabled={deed.running || text.trim() === ""} data-control="announce">
        {words.announceSend}
      </button>
      <Failure error={deed.error} />
    </form>
  );
}
