/** The enterprise's page: its booth, its jobs, who applies. */
import { useEffect, useState } from "preact/hooks";
import { mount } from "../page/mount";
import { Door } from "../page/shell";
import "../styles/page.css";
import "../styles/work.css";
import "../styles/desk.css";
import { DeskPage } from "./desk";
import { Join } from "./join";
import { secretIn } from "./joining";
import { useDeskWords } from "./words";

interface Where {
  readonly fair: string;
  /** The secret of an invitation link that was followed. */
  readonly secret: string | null;
}

const here = (): Where => ({
  fair: new URLSearchParams(location.search).get("fair")?.trim() ?? "",
  secret: secretIn(location.hash),
});
const first = here(); // before the fragment is removed

function Entry() {
  const { words } = useDeskWords();
  const [{ fair, secret }, setWhere] = useState(first);
  useEffect(() => {
    const followed = (): void => void (secretIn(location.hash) !== null && setWhere(here()));
    addEventListener("hashchange", followed);
    return () => removeEventListener("hashchange", followed);
  }, []);
  const go = (to: string | null): void => {
    const then = to ?? fair;
    history.replaceState(
      history.state,
      "",
      then === "" ? location.pathname : `${location.pathname}?fair=${encodeURIComponent(then)}`,
    );
    setWhere({ fair: then, secret: null });
  };
  return (
    <Door role="enterprise" title={words.title}>
      {(person, signOut) =>
        secret === null ? (
          <DeskPage key={person.token} person={person} fair={fair} signOut={signOut} />
        ) : (
          <Join key={person.token} person={person} secret={secret} signOut={signOut} go={go} />
        )
      }
    </Door>
  );
}

mount(<Entry />);
