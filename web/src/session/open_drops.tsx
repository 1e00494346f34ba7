/** The open drops on the host's console: pinning, closing and extending one. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { type Action, Confirm, Failure, useAction } from "../page/action";
import { Badge } from "../page/badge";
import type { Drop } from "../wire/api/sessions";
import type { SessionModel } from "./model";
import { Press } from "./press";
import type { Stage } from "./stage";
import { useSessionWords } from "./words";

interface Props {
  readonly model: SessionModel;
  readonly stage: Stage;
}

/** A pinned job without an open drop, which has no row below to unpin it. */
export function Pinned({ model, stage }: Props): JSX.Element | null {
  const { words } = useSessionWords();
  const action = useAction();
  const { pinned, drops } = stage;
  if (pinned === null || drops.some(({ job, state }) => job === pinned && state === "open")) return null;
  return (
    <div class="line" data-pinned={pinned}>
      <span class="title">{model.state.jobs.get(pinned)?.title ?? pinned}</span>
      <Badge kind="live">{words.pinned}</Badge>
      <Press name="unpin" label={words.unpin} action={action} work={() => model.command("/pin", { job: null })} />
      <Failure error={action.error} />
    </div>
  );
}

export function OpenDrops({ model, stage }: Props): JSX.Element {
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
  const action = useAction();
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
          action={action}
          work={() => model.command("/pin", { job: isPinned ? null : drop.job })}
        />
        <Confirm
          name="close-drop"
          label={words.close}
          question={words.closeAsk(title)}
          sure={words.closeSure}
          action={action}
          work={() => model.command(`/drops/${drop.id}/close`)}
        />
        {drop.cap !== undefined && <Extend drop={drop} cap={drop.cap} model={model} action={action} />}
      </div>
      <Failure error={action.error} />
    </li>
  );
}

interface ExtendProps {
  readonly drop: Drop;
  /** The current limit. */
  readonly cap: number;
  readonly model: SessionModel;
  readonly action: Action;
}

function Extend({ drop, cap, model, action }: ExtendProps): JSX.Element {
  const { words, locale } = useSessionWords();
  const [next, setNext] = useState("");
  const submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    action.run(() => model.command(`/drops/${drop.id}/extend`, { cap: Number(next) }));
  };
  return (
    <form class="inline" onSubmit={submitted}>
      <input
        type="number"
        name="extend"
        min={cap + 1}
        required
        value={next}
        placeholder={`> ${cap.toLocaleString(locale)}`}
        aria-label={words.extendTo}
        onInput={(event) => setNext(event.currentTarget.value)}
      />
      <button type="submit" disabled={action.running} data-control="extend">
        {words.extend}
      </button>
    </form>
  );
}
