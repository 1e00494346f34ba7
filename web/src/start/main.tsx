/** The start page: the list of fairs. */
import { Fairs } from "../page/fairs";
import { mount } from "../page/mount";
import "../styles/page.css";

mount(<Fairs />);
