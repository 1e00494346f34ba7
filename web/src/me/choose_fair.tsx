/** Which fair a student looks at, also where the one in the address could not be read. */
import type { JSX } from "preact";
import { Failure, useAction } from "../page/action";
import { useWords } from "../page/page";
import { Refused } from "../wire/http";
import type { Me } from "./model";
import { useMeWords } from "./words";

/** The fair in the address could not be read; no other one is shown in its place. */
export function LostFair({ me }: { me: Me }): JSX.Element | null {
  const { words } = useMeWords();
  const general = useWords();
  const { lostFair } = me.state;
  if (lostFair === null || me.browse.state.fair !== null) return null;
  const { id, error } = lostFair;
  return (
    <div class="note" role="status" data-lost-fair={id}>
      {error instanceof Refused && error.isUnknown ? (
        <div>
          <p>
            <strong>{general.unknownTitle}</strong>
          </p>
          <p>
            {general.unknownText} <code>{id}</code>
          </p>
          <p>{words.otherFair}</p>
        </div>
      ) : (
        <Failure error={error} />
      )}
      <button type="button" onClick={() => void me.lookFor(id)}>
        {general.tryAgain}
      </button>
    </div>
  );
}

/** The fair whose jobs are shown. */
export function ChooseFair({ me }: { me: Me }): JSX.Element {
  const { words } = useMeWords();
  const { fair } = me.browse.state;
  const action = useAction();
  return (
    <div class="find">
      <label class="field">
        <span>{words.chooseFair}</span>
        <select
          value={fair ?? ""}
          onChange={(event) => event.currentTarget.value !== "" && me.browse.choose(event.currentTarget.value)}
          data-control="fair"
        >
          {fair === null && <option value="">–</option>}
          {me.state.fairs.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      </label>
      {me.hasOlderFairs && (
        <button
          type="button"
          disabled={action.running}
          onClick={() => action.run(() => me.readOlderFairs())}
          data-control="older-fairs"
        >
          {words.olderFairs}
        </button>
      )}
    </div>
  );
}
