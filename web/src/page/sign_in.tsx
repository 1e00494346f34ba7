/** The sign-in form: a pasted token is checked and kept in this tab. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { type Person, personOf, type Role } from "../signed_in";
import { useWords } from "./page";

export function SignIn({ role, onPerson }: { role: Role; onPerson: (person: Person) => void }): JSX.Element {
  const words = useWords();
  const [wrong, setWrong] = useState<"badToken" | "oldToken" | null>(null);
  const submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    const given = new FormData(event.currentTarget as HTMLFormElement).get("token");
    const person = personOf(typeof given === "string" ? given : "");
    if (person === null) setWrong("badToken");
    else if (person.until <= Date.now()) setWrong("oldToken");
    else onPerson(person);
  };
  return (
    <form class="sign-in" onSubmit={submitted} data-page="sign-in">
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
