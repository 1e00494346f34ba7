/** The page of a session: video, dropped jobs, and the console of the host. */
import { mount } from "../page/mount";
import { SigningIn, useSession } from "../page/shell";
import "../styles/page.css";
import "../styles/work.css";
import "../styles/session.css";
import "../styles/picture.css";
import "../styles/chat.css";
import { SessionPage } from "./session";

const id = new URLSearchParams(location.search).get("session")?.trim() ?? "";

function Entry() {
  const [person, change] = useSession();
  return (
    <SigningIn.Provider value={change}>
      <SessionPage key={person?.token ?? ""} id={id} person={person} change={change} />
    </SigningIn.Provider>
  );
}

mount(<Entry />);
