/** Joining a booth's staff with an invitation link. */
import type { JSX } from "preact";
import { Failure, useAction } from "../page/action";
import { useWords } from "../page/page";
import { Shell } from "../page/shell";
import type { Person } from "../signed_in";
import { readConfig } from "../wire/api/config";
import { Refused } from "../wire/http";
import { Undone, Writes } from "../wire/writes";
import { useCrewWords } from "./crew_words";

interface Props {
  readonly person: Person;
  readonly secret: string;
  readonly signOut: () => void;
  /** Goes to the fair of the booth; null if the person does not join. */
  readonly go: (fair: string | null) => void;
}

/** A revoked or used-up link is answered like one that never existed. */
function led(error: unknown): never {
  throw error instanceof Refused && error.status === 404 ? new Undone("unknown_link") : error;
}

export function Join({ person, secret, signOut, go }: Props): JSX.Element {
  const words = useCrewWords();
  const general = useWords();
  const action = useAction();
  const join = async (): Promise<void> => {
    const { ingest } = await readConfig();
    const { fair = null } = await new Writes(ingest, person.token)
      .settle("POST", "/staff-links/join", { secret })
      .catch(led);
    go(fair);
  };
  return (
    <Shell title={words.joinTitle} person={person} signOut={signOut}>
      <section class="narrow" data-page="join">
        <p>{words.joinText(person.name)}</p>
        <p class="actions">
          <button
            type="button"
            class="strong"
            disabled={action.running}
            onClick={() => action.run(join)}
            data-control="join"
          >
            {action.running ? general.sending : words.join}
          </button>
          <button type="button" onClick={() => go(null)}>
            {general.notNow}
          </button>
        </p>
        <Failure error={action.error} />
      </section>
    </Shell>
  );
}
