/** Draws a page into its document. */
import { type ComponentChildren, render } from "preact";
import { Page } from "./page";

export function mount(content: ComponentChildren): void {
  const place = document.getElementById("page");
  if (place === null) throw new Error("the document has no #page");
  render(<Page>{content}</Page>, place);
}
