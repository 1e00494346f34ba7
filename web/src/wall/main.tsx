/** The wall page: one fair as its organizer shows it, or the list of fairs where the address names none. */
import { Fairs } from "../page/fairs";
import { mount } from "../page/mount";
import "../styles/page.css";
import "uplot/dist/uPlot.min.css";
import "../styles/wall.css";
import { WallPage } from "./wall";

const fair = new URLSearchParams(location.search).get("fair")?.trim();

mount(fair ? <WallPage id={fair} /> : <Fairs />);
