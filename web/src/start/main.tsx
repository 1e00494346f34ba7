/** The start page: which fairs there are. */
import { Fairs } from "../page/fairs";
import { mount } from "../page/mount";
import "../styles/page.css";

mount(<Fairs />);
