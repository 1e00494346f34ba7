/** The student's page: applications, jobs, resume. */
import { mount } from "../page/mount";
import { Door } from "../page/shell";
import "../styles/page.css";
import "../styles/work.css";
import "../styles/me.css";
import { MePage } from "./me";
import { useMeWords } from "./words";

function Entry() {
  const { words } = useMeWords();
  return (
    <Door role="student" title={words.title}>
      {(person, signOut) => <MePage key={person.token} person={person} signOut={signOut} />}
    </Door>
  );
}

mount(<Entry />);
