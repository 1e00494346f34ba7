/** The sign-in form: a pasted token is checked and kept in this tab. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { isInTime, type Person, personOf, type Role } from "../signed_in";
import { readConfig } from "../wire/api/config";
import { clock } from "../wire/clock";
import { quietly } from "../wire/quietly";
import { useWords } from "./page";

export function SignIn({ role, onPerson }: { role: Role; onPerson: (person: Person) => void }): JSX.Element {
  const words = useWords();
  const [wrong, setWrong] = useState<"badToken" | "oldToken" | null>(null);
  const submitted = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const given = new FormData(event.currentTarget as HTMLFormElement).get("token");
    const person = personOf(typeof given === "string" ? given : "");
    if (person === null) return setWrong("badToken");
    if (!clock.isMeasured) await quietly(async () => void (await readConfig())); // any answer sets the clock
    if (!isInTime(person)) return setWrong("oldToken");
    onPerson(person);
  };
  return (
    <form class="sign-in" onSubmit={(event) => void submitted(event)} data-page="sign-in">
      <h2>{words.signIn}</h2>
      <p class="quiet" id="sign-in-hint">
        {words.signInHint}
      </p>
      <label class="field">
        <span>{words.token}</span>
        <textarea
          name="token"
          rows={4}
          required
          spellcheck={false}
          autocomplete="off"
          autofocus
          aria-describedby="sign-in-hint sign-in-wrong"
          aria-invalid={wrong !== null}
        />
      </label>
      <p class="wrong" id="sign-in-wrong" role="alert">
        {wrong && words[wrong]}
      </p>
      <p class="actions">
        <button type="submit" class="strong">
          {words.signIn}
        </button>
      </p>
      <p class="quiet small">
        {words.signInLocal(`livefair token --role ${role} --sub you${role === "student" ? "" : " --org ORG"}`)}
      </p>
    </form>
  );
}
