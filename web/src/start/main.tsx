/** The start page: which fairs there are. */
import { render } from "preact";
import { Fairs } from "../page/fairs";
import { Page } from "../page/page";
import "../styles/page.css";

render(
  <Page>
    <Fairs />
  </Page>,
  document.getElementById("page")!,
);
