/** Full screen, by button or by the key f, if the browser supports it. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Icon, useKeys, useWords } from "./page";

/** The page, or `part` of it. */
export function FullScreen({ part }: { part?: string }): JSX.Element | null {
  const words = useWords();
  const toggle = (): void => {
    const whole = (part === undefined ? null : document.querySelector(part)) ?? document.documentElement;
    const done = document.fullscreenElement ? document.exitFullscreen() : whole.requestFullscreen();
    done.catch(() => undefined); // refused by a policy: the page stays as it is
  };
  const [isFull, setFull] = useState(false);
  useEffect(() => {
    const changed = (): void => setFull(document.fullscreenElement !== null);
    document.addEventListener("fullscreenchange", changed);
    return () => document.removeEventListener("fullscreenchange", changed);
  }, []);
  useKeys(document.fullscreenEnabled ? { f: toggle } : {});
  if (!document.fullscreenEnabled) return null;
  const label = isFull ? words.leaveFullscreen : words.fullscreen;
  return (
    <button
      type="button"
      class="icon"
      onClick={toggle}
      title={`${label} (f)`}
      aria-label={label}
      aria-pressed={isFull}
      data-control="fullscreen"
    >
      <Icon>
        <path
          d={
            isFull
              ? "M6 2.5V6H2.5M10 2.5V6h3.5M6 13.5V10H2.5M10 13.5V10h3.5"
              : "M2.5 6V2.5H6M10 2.5h3.5V6M2.5 10v3.5H6M10 13.5h3.5V10"
          }
        />
      </Icon>
    </button>
  );
}
