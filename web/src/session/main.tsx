/** A session's page: the video, the jobs that are dropped, and for its host the console. */
import { render } from "preact";
import { Page } from "../page/page";
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

render(
  <Page>
    <Entry />
  </Page>,
  document.getElementById("page")!,
);
