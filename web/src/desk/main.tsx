/** The enterprise's page: its booth, its jobs, who applies. */
import { render } from "preact";
import { Page } from "../page/page";
import { Door } from "../page/shell";
import "../styles/page.css";
import "../styles/work.css";
import "../styles/desk.css";
import { DeskPage } from "./desk";
import { useDeskWords } from "./words";

const fair = new URLSearchParams(location.search).get("fair")?.trim() ?? "";

function Entry() {
  const { words } = useDeskWords();
  return (
    <Door role="enterprise" title={words.title}>
      {(person, signOut) => <DeskPage key={person.token} person={person} fair={fair} signOut={signOut} />}
    </Door>
  );
}

render(<Page><Entry /></Page>, document.getElementById("page")!);
