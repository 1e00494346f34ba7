/** The fair and the search of jobs in the address of the student's page. */
import { useEffect, useRef } from "preact/hooks";
import { chosenIn, searchIn } from "../search/query";
import { useAddress } from "../search/use_address";
import type { Query } from "../wire/api/asking";
import type { Me } from "./model";

/**
 * Shows the fair that the address names, otherwise the newest open one, and the search. A fair that the address names is never
 * replaced by another. The address of a page on which nothing was chosen stays as it is.
 */
export function useSearchAddress(me: Me): void {
  const isReady = me.state.phase === "ready";
  /** The fair that is shown where the address names none. */
  const first = useRef<string | null>(null);
  useEffect(() => {
    if (!isReady || me.browse.state.fair !== null) return;
    const params = new URLSearchParams(location.search);
    me.browse.restore(searchIn(params));
    me.chooseFirst(params.get("fair"));
    if (!params.get("fair")) first.current = me.browse.state.fair;
  }, [me, isReady]);
  useAddress(shownBy(me, first.current), (params) => {
    me.browse.restore(searchIn(params));
    const fair = params.get("fair") ?? first.current;
    if (fair !== null) me.browse.choose(fair);
  });
}

function shownBy(me: Me, first: string | null): Query | null {
  const { fair, query, filters } = me.browse.state;
  if (fair === null) return null;
  const search: Query = { ...filters, q: query };
  const isPlain = query.trim() === "" && chosenIn(filters).length === 0 && !filters.sort;
  return { ...search, fair: isPlain && fair === first ? null : fair };
}
