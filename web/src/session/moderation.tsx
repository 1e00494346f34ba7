/** Moderation by the host: hiding comments, muting an author, and undoing that. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { type Action, Confirm, Failure, useAction } from "../page/action";
import type { Chat } from "./chat";
import { useChatWords } from "./chat_words";
import type { ViewedComment } from "./merged_comments";

/** The most comments that one call hides. */
const PICKED_MAX = 100;

export interface Moderation {
  readonly action: Action;
  readonly picked: ReadonlySet<string>;
  readonly pick: (id: string) => void;
  readonly clear: () => void;
  /** The person muted last, for an undo. */
  readonly last: { readonly person: string; readonly isMuted: boolean } | null;
  readonly mute: (person: string, isOn: boolean) => void;
}

export function useModeration(chat: Chat): Moderation {
  const action = useAction();
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [last, setLast] = useState<Moderation["last"]>(null);
  const pick = (id: string): void => {
    const next = new Set(picked);
    if (!next.delete(id) && next.size < PICKED_MAX) next.add(id);
    setPicked(next);
  };
  const mute = (person: string, isOn: boolean): void =>
    action.run(async () => {
      await chat.mute(person, isOn);
      setLast({ person, isMuted: isOn });
    });
  return { action, picked, pick, clear: () => setPicked(new Set()), last, mute };
}

/** Beside one comment. */
export function Tools({
  one,
  chat,
  moderation,
}: {
  one: ViewedComment;
  chat: Chat;
  moderation: Moderation;
}): JSX.Element {
  const { words } = useChatWords();
  const { action, picked, pick, mute } = moderation;
  const { person } = one;
  const isMuted = person !== undefined && chat.state.muted.has(person);
  return (
    <div class="tools">
      {one.hidden ? (
        <span class="quiet small">{words.hidden}</span>
      ) : (
        <>
          <input
            type="checkbox"
            checked={picked.has(one.id)}
            onChange={() => pick(one.id)}
            aria-label={words.pick(one.text)}
            data-control="pick"
          />
          <button
            type="button"
            disabled={action.running}
            onClick={() => action.run(() => chat.hide([one.id]))}
            aria-label={words.hideOne(one.text)}
            data-control="hide-comment"
          >
            {words.hide}
          </button>
        </>
      )}
      {!one.mine && (
        <button
          type="button"
          disabled={action.running || person === undefined}
          onClick={() => person !== undefined && mute(person, !isMuted)}
          aria-label={isMuted ? words.unmuteOne(one.text) : words.muteOne(one.text)}
          data-control={isMuted ? "unmute" : "mute"}
        >
          {isMuted ? words.unmute : words.mute}
        </button>
      )}
    </div>
  );
}

/** Above the list: the selection, the last action, and who is muted. */
export function Desk({
  chat,
  moderation,
  isOver,
}: {
  chat: Chat;
  moderation: Moderation;
  isOver: boolean;
}): JSX.Element {
  const { words, locale } = useChatWords();
  const { action, picked, clear, last, mute } = moderation;
  const count = picked.size.toLocaleString(locale);
  const hide = async (): Promise<void> => {
    await chat.hide([...picked]);
    clear();
  };
  return (
    <div class="moderation">
      {picked.size > 0 && (
        <Confirm
          name="hide-many"
          label={words.hideMany(count)}
          question={words.hideManyAsk(count)}
          sure={words.hideManySure}
          action={action}
          work={hide}
        />
      )}
      <div role="status">
        {last !== null && (
          <p class="note" data-muted={last.isMuted ? "" : undefined}>
            <span>{last.isMuted ? words.mutedDone : words.undone}</span>
            {last.isMuted && (
              <button
                type="button"
                disabled={action.running}
                onClick={() => mute(last.person, false)}
                data-control="undo-mute"
              >
                {words.undo}
              </button>
            )}
          </p>
        )}
      </div>
      {!isOver && <Muted chat={chat} moderation={moderation} />}
      <Failure error={action.error} />
    </div>
  );
}

/** Everybody who is muted, whether or not their comments are still shown. */
function Muted({ chat, moderation }: { chat: Chat; moderation: Moderation }): JSX.Element | null {
  const { words, locale } = useChatWords();
  const { muted, read } = chat.state;
  if (muted.size === 0) return null;
  return (
    <details class="muted" data-muted-persons={muted.size}>
      <summary>{words.mutedPersons(muted.size.toLocaleString(locale))}</summary>
      <ul>
        {[...muted].map((person) => {
          const last = read.findLast((one) => one.person === person)?.text;
          return (
            <li key={person} data-person={person}>
              <span class="name">
                <code>{person}</code>{" "}
                {last && (
                  <span class="quiet" dir="auto">
                    {last}
                  </span>
                )}
              </span>
              <button
                type="button"
                disabled={moderation.action.running}
                onClick={() => moderation.mute(person, false)}
                aria-label={words.unmutePerson(person)}
                data-control="unmute-person"
              >
                {words.unmute}
              </button>
            </li>
          );
        })}
      </ul>
    </details>
  );
}
