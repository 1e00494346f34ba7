/** Moderation by the host: hiding comments, muting an author, and undoing that. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Confirm, type Deed, Failure, useDeed } from "../page/deed";
import type { RoomLife } from "./life";
import { useLifeWords } from "./life_words";
import type { Said } from "./said";

/** The most comments that one call hides. */
const PICKED_MAX = 100;

export interface Moderation {
  readonly deed: Deed;
  readonly picked: ReadonlySet<string>;
  readonly pick: (id: string) => void;
  readonly clear: () => void;
  /** The person muted last, for an undo. */
  readonly last: { readonly person: string; readonly isMuted: boolean } | null;
  readonly mute: (person: string, isOn: boolean) => void;
}

export function useModeration(life: RoomLife): Moderation {
  const deed = useDeed();
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [last, setLast] = useState<Moderation["last"]>(null);
  const pick = (id: string): void => {
    const next = new Set(picked);
    if (!next.delete(id) && next.size < PICKED_MAX) next.add(id);
    setPicked(next);
  };
  const mute = (person: string, isOn: boolean): void =>
    deed.run(async () => {
      await life.mute(person, isOn);
      setLast({ person, isMuted: isOn });
    });
  return { deed, picked, pick, clear: () => setPicked(new Set()), last, mute };
}

/** Beside one comment. */
export function Tools({ one, life, moderation }: { one: Said; life: RoomLife; moderation: Moderation }): JSX.Element {
  const { words } = useLifeWords();
  const { deed, picked, pick, mute } = moderation;
  const { person } = one;
  const isMuted = person !== undefined && life.state.muted.has(person);
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
            disabled={deed.running}
            onClick={() => deed.run(() => life.hide([one.id]))}
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
          disabled={deed.running || person === undefined}
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
  life,
  moderation,
  isOver,
}: {
  life: RoomLife;
  moderation: Moderation;
  isOver: boolean;
}): JSX.Element {
  const { words, locale } = useLifeWords();
  const { deed, picked, clear, last, mute } = moderation;
  const count = picked.size.toLocaleString(locale);
  const hide = async (): Promise<void> => {
    await life.hide([...picked]);
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
          deed={deed}
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
                disabled={deed.running}
                onClick={() => mute(last.person, false)}
                data-control="undo-mute"
              >
                {words.undo}
              </button>
            )}
          </p>
        )}
      </div>
      {!isOver && <Muted life={life} moderation={moderation} />}
      <Failure error={deed.error} />
    </div>
  );
}

/** Everybody who is muted, whether or not their comments are still shown. */
function Muted({ life, moderation }: { life: RoomLife; moderation: Moderation }): JSX.Element | null {
  const { words, locale } = useLifeWords();
  const { muted, read } = life.state;
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
                disabled={moderation.deed.running}
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
