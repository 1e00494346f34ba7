/** The wall page: one fair on a big screen, or the list of fairs if the address has none. */
import { Fairs } from "../page/fairs";
import { mount } from "../page/mount";
import "../styles/page.css";
import "uplot/dist/uPlot.min.css";
import "../styles/wall.css";
import { WallPage } from "./wall";

const fair = new URLSearchParams(location.search).get("fair")?.trim();

mount(fair ? <WallPage id={fair} /> : <Fairs />);
