/** Opens the PDF of a resume. A link that has ended is renewed first, so that nobody gets a page that says "not found". */
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { Failure, useAction } from "../page/action";
import { followLink } from "../page/download";
import { useWords } from "../page/page";
import { clock } from "../wire/clock";
import { quietly } from "../wire/quietly";
import { hasEnded } from "./attachment";
import { useDeskWords } from "./words";

interface Props {
  readonly link: string;
  /** Reads the resume again; resolves with its new link, or null if it has no PDF any more. */
  readonly renew: () => Promise<string | null>;
}

export function OpenPdf({ link, renew }: Props): JSX.Element {
  const { words } = useDeskWords();
  const general = useWords();
  const action = useAction();
  const renewing = useRef<Promise<string | null> | null>(null);
  const fresh = (): Promise<string | null> => {
    renewing.current ??= renew().finally(() => (renewing.current = null));
    return renewing.current;
  };
  /** Before anybody presses, so that a menu of the browser, too, opens a good link. */
  const looked = (): void => {
    if (hasEnded(link, clock.now())) void quietly(async () => void (await fresh()));
  };
  const pressed = (event: MouseEvent): void => {
    if (!hasEnded(link, clock.now())) return;
    event.preventDefault();
    action.run(async () => {
      const good = await fresh();
      if (good !== null) followLink(good);
    });
  };
  return (
    <>
      <p>
        <a
          class="button"
          href={link}
          target="_blank"
          rel="noreferrer"
          onClick={pressed}
          onAuxClick={pressed}
          onPointerEnter={looked}
          onFocus={looked}
          data-control="open-pdf"
        >
          {action.running ? general.loading : words.attachment}
        </a>
      </p>
      <Failure error={action.error} />
    </>
  );
}
