/** The wall page: one fair as its organizer shows it, or the list of fairs where the address names none. */
import { render } from "preact";
import { Fairs } from "../page/fairs";
import { Page } from "../page/page";
import "../styles/page.css";
import "uplot/dist/uPlot.min.css";
import "../styles/wall.css";
import { WallPage } from "./wall";

const fair = new URLSearchParams(location.search).get("fair")?.trim();

render(<Page>{fair ? <WallPage id={fair} /> : <Fairs />}</Page>, document.getElementById("page")!);
