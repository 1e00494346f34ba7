/** What a session's page reads beside its session: for a student their applications there, for its host their jobs. Draws nothing. */
import type { Person } from "../signed_in";
import { type OwnApplication, readOwnApplications } from "../wire/api/applications";
import { LISTED_MAX, marked, type Page, pagesOf, type Query } from "../wire/api/asking";
import { type Job, readJob, readJobs } from "../wire/api/jobs";
import type { Session } from "../wire/api/sessions";

/** The student's applications to the jobs that were dropped. */
export async function readAppliedHere(session: Session, token: string): Promise<readonly OwnApplication[]> {
  const { items } = await pagesOf((cursor) => readOwnApplications(token, { limit: "100", cursor }));
  const dropped = new Set(session.drops.map(({ job }) => job));
  return items.filter(({ job }) => dropped.has(job));
}

/**
 * The open jobs that the host may drop: all of an enterprise's own; of the jobs of a fair only the first ones, because its organizer
 * finds any other by searching.
 */
export async function readHostJobs(session: Session, host: Person): Promise<readonly Job[]> {
  const read = (cursor: string | null) =>
    readJobs(session.fair, { ...droppable(host), limit: "100", cursor }, host.token);
  return (await pagesOf(read, host.role === "enterprise" ? LISTED_MAX : 1)).items;
}

/** Those that a search finds, best match first. */
export const findHostJobs = (session: Session, host: Person, q: string): Promise<Page<Job>> =>
  readJobs(session.fair, marked({ ...droppable(host), q, limit: FOUND_MAX }), host.token);

/** How many jobs a search offers: to see others, the host types more of the title. */
const FOUND_MAX = "30";
const droppable = ({ role, org }: Person): Query => ({ org: role === "enterprise" ? org : null, state: "open" });

/** The jobs of drops and the pinned one, for the host also those of the run of show, that are not `known` yet. */
export async function readShownJobs(
  session: Session | null,
  isHost: boolean,
  known: ReadonlyMap<string, Job>,
  token: string | undefined,
): Promise<readonly Job[]> {
  const planned = isHost ? (session?.run_of_show ?? []) : [];
  const shown = [...(session?.drops ?? []), ...planned].map(({ job }) => job);
  const missing = [...new Set([...shown, session?.pinned ?? ""])].filter((id) => id !== "" && !known.has(id));
  return Promise.all(missing.map((id) => readJob(id, token)));
}
