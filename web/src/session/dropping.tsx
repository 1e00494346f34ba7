/** Dropping jobs on the host's console: the next one of the run of show, or any other. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { type Action, Failure, useAction } from "../page/action";
import { Text } from "../page/field";
import type { Slot } from "../wire/api/sessions";
import type { SessionModel } from "./model";
import { OtherJobs, useFinder } from "./other_jobs";
import { Press } from "./press";
import type { Stage } from "./stage";
import { useSessionWords } from "./words";

interface Props {
  readonly model: SessionModel;
  readonly stage: Stage;
}

const capOf = (text: string): { cap?: number } => (text.trim() === "" ? {} : { cap: Number(text) });
const canDrop = (stage: Stage): boolean => stage.state === "live" && !stage.paused;

/** The run of show: dropped jobs are marked, and the next one has a button. */
export function Dropping({ model, stage }: Props): JSX.Element {
  const { words } = useSessionWords();
  const action = useAction();
  const slots = model.state.session?.run_of_show ?? [];
  const next = slots.findIndex(({ drop }) => drop === undefined);
  return (
    <div class="run-of-show">
      <h3>{words.runOfShow}</h3>
      {slots.length === 0 && <p class="quiet">{words.runOfShowEmpty}</p>}
      <Slots slots={slots} next={next} model={model} />
      {!canDrop(stage) && (
        <p class="quiet small" data-why-no-drop>
          {stage.paused ? words.dropPaused : words.dropLater}
        </p>
      )}
      <DropNext model={model} stage={stage} action={action} slot={slots[next]} />
      <DropAny model={model} stage={stage} action={action} />
      <Failure error={action.error} />
    </div>
  );
}

interface SlotsProps {
  readonly slots: readonly Slot[];
  /** The index of the slot that is dropped next, or -1. */
  readonly next: number;
  readonly model: SessionModel;
}

function Slots({ slots, next, model }: SlotsProps): JSX.Element {
  const { words, locale } = useSessionWords();
  const about = ({ minutes, cap, drop }: Slot): string =>
    [
      minutes && words.minutes(minutes.toLocaleString(locale)),
      cap && `≤ ${cap.toLocaleString(locale)}`,
      drop && words.dropped,
    ]
      .filter(Boolean)
      .join(" · ");
  return (
    <ol>
      {slots.map((slot, n) => (
        <li key={`${slot.job} ${n}`} data-turn={slot.drop ? "past" : n === next ? "next" : "later"}>
          <span>{model.state.jobs.get(slot.job)?.title ?? slot.job}</span>
          <span class="quiet">{about(slot)}</span>
        </li>
      ))}
    </ol>
  );
}

interface DropProps extends Props {
  readonly action: Action;
}

function DropNext({ model, stage, action, slot }: DropProps & { readonly slot: Slot | undefined }): JSX.Element {
  const { words } = useSessionWords();
  const [cap, setCap] = useState("");
  const submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    action.run(async () => {
      await model.command("/drops/next", capOf(cap));
      setCap("");
    });
  };
  return (
    <form class="inline" onSubmit={submitted}>
      <button
        type="submit"
        class="strong"
        disabled={!canDrop(stage) || slot === undefined || action.running}
        data-control="drop-next"
      >
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
          placeholder={slot?.cap?.toString() ?? ""}
          disabled={slot === undefined}
          onInput={(event) => setCap(event.currentTarget.value)}
        />
      </label>
    </form>
  );
}

function DropAny({ model, stage, action }: DropProps): JSX.Element {
  const { words } = useSessionWords();
  const [any, setAny] = useState({ job: "", cap: "" });
  const finder = useFinder(model);
  const submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    action.run(async () => {
      await model.command("/drops", { job: any.job, ...capOf(any.cap) });
      setAny({ job: "", cap: "" });
      finder.search("");
    });
  };
  return (
    <form class="form" onSubmit={submitted}>
      <OtherJobs model={model} finder={finder} job={any.job} choose={(job) => setAny({ ...any, job })} />
      <Text
        name="cap"
        label={words.cap}
        type="number"
        min={1}
        value={any.cap}
        change={(cap) => setAny({ ...any, cap })}
      />
      <p class="actions">
        <button type="submit" disabled={!canDrop(stage) || any.job === "" || action.running} data-control="drop-any">
          {words.drop}
        </button>
        <Press
          name="pin-any"
          label={words.pin}
          disabled={stage.state !== "live" || any.job === "" || any.job === stage.pinned}
          action={action}
          work={() => model.command("/pin", { job: any.job })}
        />
      </p>
    </form>
  );
}
