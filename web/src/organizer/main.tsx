/** The organizer's page: a fair's state, its booths, flagged ads, files, sessions. */
import { mount } from "../page/mount";
import { Door } from "../page/shell";
import "../styles/page.css";
import "../styles/work.css";
import "../styles/desk.css";
import "../styles/organizer.css";
import { OrganizerPage } from "./organizer";
import { useOrganizerWords } from "./words";

const fair = new URLSearchParams(location.search).get("fair")?.trim() ?? "";

function Entry() {
  const { words } = useOrganizerWords();
  return (
    <Door role="organizer" title={words.title}>
      {(person, signOut) => <OrganizerPage key={person.token} person={person} fair={fair} signOut={signOut} />}
    </Door>
  );
}

mount(<Entry />);
