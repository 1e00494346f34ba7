/** The tab and the search of jobs in the address of an organizer's fair. */
import { useEffect } from "preact/hooks";
import { NO_SEARCH, searchIn } from "../search/query";
import { useAddress } from "../search/use_address";
import type { Query } from "../wire/api/asking";
import { type Organizer, TABS } from "./model";

/** The states that an address may name; `all` and any other are no filter. */
const STATES: Readonly<Record<string, string>> = { open: "open", closed: "closed" };
const NOTHING: Query = { ...NO_SEARCH, state: null, flagged: null };

export function useTabAddress(model: Organizer): void {
  useEffect(() => {
    const params = new URLSearchParams(location.search);
    if (params.has("tab")) take(model, params);
  }, [model]);
  useAddress(shownBy(model), (params) => take(model, params));
}

/** Open jobs in the order of relevance are what the list shows at first, so they are not in the address. */
function shownBy({ state: { tab }, jobs }: Organizer): Query {
  const { filters } = jobs.state;
  const state = filters.state === "open" ? null : (filters.state ?? "all");
  return { ...NOTHING, ...(tab === "jobs" ? { ...filters, state } : {}), tab: tab === TABS[0] ? null : tab };
}

function take(model: Organizer, params: URLSearchParams): void {
  const tab = TABS.find((name) => name === params.get("tab")) ?? TABS[0];
  if (tab === "jobs") {
    const state = STATES[params.get("state") ?? "open"] ?? null;
    const flagged = params.get("flagged") === "true" ? "true" : null;
    model.jobs.filter({ ...searchIn(params), flagged, state });
  }
  model.look(tab);
}
