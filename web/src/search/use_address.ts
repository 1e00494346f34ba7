/** Keeps what a page shows in its address: back, forward and reload show it again, and it can be sent as a link. */
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Query } from "../wire/api/asking";
import { isSameSearch, isTyping, withParams } from "./query";

/** Words that are typed without a longer pause are one step back. */
const TYPING_MS = 2_000;

/**
 * `shown`: the parameters of what is shown; null until that is known. The first one is not written: it was read from the address.
 * `take` shows what an address asks for, when somebody goes back or forward.
 */
export function useAddress(shown: Query | null, take: (params: URLSearchParams) => void): void {
  const last = useRef<{ readonly shown: Query; readonly text: string; readonly typedAt: number } | null>(null);
  const taking = useRef(take);
  taking.current = take;
  const text = shown === null ? null : withParams("", shown);
  useLayoutEffect(() => {
    // at once: what is shown now must not be written after another step back or forward
    if (shown === null || text === null || last.current?.text === text) return;
    const before = last.current;
    const now = performance.now();
    const isTyped = before !== null && isTyping(before.shown, shown);
    last.current = { shown, text, typedAt: isTyped ? now : Number.NEGATIVE_INFINITY };
    const address = withParams(location.search, shown);
    if (before === null || isSameSearch(address, location.search)) return;
    const isSameStep = isTyped && now - before.typedAt < TYPING_MS;
    history[isSameStep ? "replaceState" : "pushState"](null, "", `${location.pathname}${address}${location.hash}`);
  }, [text]);
  useEffect(() => {
    const moved = (): void => taking.current(new URLSearchParams(location.search));
    addEventListener("popstate", moved);
    return () => removeEventListener("popstate", moved);
  }, []);
}
