/** Views drawn to text, as a viewer of one language reads them. No browser: what needs one is tested in a real one. */
import type { ComponentChildren } from "preact";
import { render } from "preact-render-to-string";
import { Page } from "../src/page/page";
import type { Language } from "../src/words";

export interface Drawn {
  readonly html: string;
  /** What is to be read, with single blanks. */
  readonly text: string;
  /** The names of the controls that can be pressed, in order. */
  readonly controls: readonly string[];
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
};

/** Needs a `navigator` to say the language to, which a `Hall` brings. */
export function drawn(view: ComponentChildren, language: Language = "en"): Drawn {
  Object.assign(navigator, { language });
  const html = render(<Page>{view}</Page>);
  const text = html
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/&(amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity)
    .replaceAll(/\s+/g, " ")
    .trim();
  const enabled = [...html.matchAll(/<(?:button|select|input|a)\b[^>]*>/g)]
    .map(([tag]) => tag)
    .filter((tag) => !/ disabled/.test(tag));
  const controls = enabled.flatMap((tag) => /data-control="([^"]+)"/.exec(tag)?.[1] ?? []);
  return { html, text, controls };
}
