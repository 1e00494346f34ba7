/** Applications from the items of the enterprise's room, before they are read. Pure. */
import type { Application, Facets } from "../wire/api/applications";
import type { Item } from "../wire/room";

interface Arrived {
  readonly applicants: readonly Application[];
  readonly fresh: ReadonlySet<string>;
}

const COMING = new Set(["ApplicationReceived", "ApplicationWaitlisted"]);

export function arrived(
  applicants: readonly Application[],
  fresh: ReadonlySet<string>,
  items: readonly Item[],
): Arrived {
  const known = new Set(applicants.map(({ id }) => id));
  const coming = items.filter(({ event, data }) => COMING.has(event) && !known.has(String(data.application)));
  if (coming.length === 0) return { applicants, fresh };
  const added = coming.map(applicationOf);
  return { applicants: [...applicants, ...added], fresh: new Set([...fresh, ...added.map(({ id }) => id)]) };
}

/** The missing fields are read a moment later. */
function applicationOf({ at, data }: Item): Application {
  return {
    id: String(data.application),
    job: String(data.job),
    fair: String(data.fair),
    org: String(data.org),
    student: String(data.student),
    facets: (data.facets ?? {}) as Facets,
    state: String(data.state),
    place: Number(data.place),
    receipt: { position: "", accepted_at: at },
    created_at: at,
  };
}
