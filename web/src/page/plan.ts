/** The form of a session, and the request it becomes. Pure. */
import type { Session } from "../wire/api/sessions";
import { clock } from "../wire/clock";
import { localTime } from "./local_time";

/** One slot of the run of show; an empty text means not planned. */
export interface Place {
  readonly job: string;
  readonly minutes: string;
  readonly cap: string;
}

export interface Plan {
  readonly title: string;
  /** A local time. */
  readonly starts_at: string;
  readonly stream_url: string;
  readonly run_of_show: readonly Place[];
}

export type Fields = Readonly<Record<string, unknown>>;

/** The form of a session, or likely defaults for a new one. */
export function planOf(session: Session | null): Plan {
  if (session === null) return { title: "", starts_at: localTime(clock.now()), stream_url: "", run_of_show: [] };
  const { title, stream_url = "", starts_at, run_of_show } = session;
  const places = run_of_show.map(({ job, minutes, cap }) => ({
    job,
    minutes: String(minutes ?? ""),
    cap: String(cap ?? ""),
  }));
  return { title, stream_url, starts_at: localTime(Date.parse(starts_at)), run_of_show: places };
}

/** All fields, for a new session. */
export function fieldsOf({ title, starts_at, stream_url, run_of_show }: Plan): Fields {
  const stream = stream_url.trim();
  const body = {
    title: title.trim(),
    starts_at: new Date(starts_at).toISOString(),
    run_of_show: run_of_show.map(slotOf),
  };
  return stream === "" ? body : { ...body, stream_url: stream };
}

/** The changed fields; a removed stream is null. Null if nothing has changed. */
export function changesOf(before: Plan, after: Plan): Fields | null {
  const fields: Fields = { stream_url: null, ...fieldsOf(after) };
  const names = (Object.keys(after) as (keyof Plan)[]).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  return names.length === 0 ? null : Object.fromEntries(names.map((name) => [name, fields[name]]));
}

/** The slots with the one at `from` moved to `to`; unchanged if that is out of range. */
export function moved<T>(places: readonly T[], from: number, to: number): readonly T[] {
  const one = places[from];
  if (one === undefined || to < 0 || to >= places.length) return places;
  return places.toSpliced(from, 1).toSpliced(to, 0, one);
}

function slotOf({ job, minutes, cap }: Place): object {
  return { job, ...(minutes === "" ? {} : { minutes: Number(minutes) }), ...(cap === "" ? {} : { cap: Number(cap) }) };
}
