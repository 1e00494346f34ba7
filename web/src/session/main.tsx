/** A session's page: the video, the jobs that are dropped, and for its host the console. */
import { mount } from "../page/mount";
import { useSession } from "../page/shell";
import "../styles/page.css";
import "../styles/work.css";
import "../styles/session.css";
import "../styles/picture.css";
import "../styles/life.css";
import { SessionPage } from "./session";

const id = new URLSearchParams(location.search).get("session")?.trim() ?? "";

function Entry() {
  const [person, change] = useSession();
  return <SessionPage key={person?.token ?? ""} id={id} person={person} change={change} />;
}

mount(<Entry />);
