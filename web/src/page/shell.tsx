/** The frame of a page for signed-in people: who they are, the state of the connection, and the sign-in form. */
import { type ComponentChildren, createContext, type JSX } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import { keep, type Person, type Role, remembered } from "../signed_in";
import { onRefusedToken } from "../wire/refused_token";
import { Connection, type ConnectionState } from "./connection";
import { Controls, useWords } from "./page";
import { SignIn } from "./sign_in";

const HOMES: Readonly<Record<Role, string>> = { student: "/me", enterprise: "/desk", organizer: "/fair" };

type Change = (person: Person | null) => void;

/** Who is signed in, and how to change that. */
export function useSession(): [person: Person | null, change: Change] {
  const [person, setPerson] = useState<Person | null>(remembered);
  const change: Change = (next) => {
    keep(next?.token ?? null);
    setPerson(next);
  };
  useEffect(() => {
    const given = (): void => setPerson(remembered()); // a link with another token in its fragment
    addEventListener("hashchange", given);
    return () => removeEventListener("hashchange", given);
  }, []);
  return [person, change];
}

/** How a part of the page signs somebody in. */
export const SigningIn = createContext<Change | null>(null);

interface DoorProps {
  readonly role: Role;
  readonly title: string;
  readonly children: (person: Person, signOut: () => void) => JSX.Element;
}

/** Shows its children to a person of `role`; everybody else gets the sign-in form or a link to their own page. */
export function Door({ role, title, children }: DoorProps): JSX.Element {
  const words = useWords();
  const [person, change] = useSession();
  useEffect(() => {
    document.title = `${title} · ${words.product}`;
  }, [title, words]);
  if (person?.role === role)
    return <SigningIn.Provider value={change}>{children(person, () => change(null))}</SigningIn.Provider>;
  return (
    <Shell title={title}>
      {person === null ? (
        <SignIn role={role} onPerson={change} />
      ) : (
        <Elsewhere person={person} signOut={() => change(null)} />
      )}
    </Shell>
  );
}

function Elsewhere({ person, signOut }: { person: Person; signOut: () => void }): JSX.Element {
  const words = useWords();
  return (
    <section class="sign-in" data-page="elsewhere">
      <p>{words.otherRole(words.role[person.role])}</p>
      <p class="actions">
        <a class="button strong" href={HOMES[person.role]}>
          {words.toOwnPage}
        </a>
        <button type="button" onClick={signOut}>
          {words.signOut}
        </button>
      </p>
    </section>
  );
}

/** Once the token is not taken any more: says so, and offers to sign in. What was written below stays until then. */
function SignedOut({ person, goesOn = "" }: { person: Person; goesOn?: string | undefined }): JSX.Element | null {
  const words = useWords();
  const change = useContext(SigningIn);
  const [gone, setGone] = useState<string | null>(null);
  const [isOpen, setOpen] = useState(false);
  const isGone = gone === person.token;
  useEffect(() => onRefusedToken(setGone), []);
  if (!isGone) return null;
  return (
    <>
      <div class="note signed-out" role="alert" data-signed-out>
        <span>
          <strong>{words.signedOut}</strong> {words.signedOutDo} {goesOn}
        </span>
        <button type="button" class="strong" onClick={() => setOpen(!isOpen)} data-control="sign-in-again">
          {words.signIn}
        </button>
      </div>
      {isOpen && change !== null && <SignIn role={person.role} onPerson={change} />}
    </>
  );
}

interface ShellProps {
  readonly title: string;
  /** A line below the title. */
  readonly about?: ComponentChildren;
  readonly person?: Person;
  readonly signOut?: () => void;
  readonly connection?: ConnectionState;
  /** What a person may still do here whose sign-in has expired. */
  readonly goesOn?: string;
  readonly children: ComponentChildren;
}

export function Shell({ title, about, person, signOut, connection, goesOn, children }: ShellProps): JSX.Element {
  const words = useWords();
  return (
    <div class="shell">
      <header class="bar">
        <a class="product" href="/">
          {words.product}
        </a>
        <span class="who">
          {person && signOut && (
            <>
              <span class="name" title={person.sub}>
                <span class="unseen">{words.signedInAs} </span>
                {person.name}
              </span>
              <button type="button" onClick={signOut} data-control="sign-out">
                {words.signOut}
              </button>
            </>
          )}
        </span>
        <Controls />
      </header>
      <div class="title">
        <div>
          <h1>{title}</h1>
          {about}
        </div>
        {connection && <Connection state={connection} />}
      </div>
      <main>
        {person && <SignedOut key={person.token} person={person} goesOn={goesOn} />}
        {children}
      </main>
    </div>
  );
}
