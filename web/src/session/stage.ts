/**
 * The stage: a session as it was read plus the items of its room since, as a viewer sees it whose
 * video some seconds behind. Pure.
 */
import type { Drop, Session } from "../wire/api/sessions";
import type { Counters, Item } from "../wire/room";

/** The longest that a drop is held back for a video that lags or stalls. Ms. */
export const HOLD_MS = 45_000;

export interface Announcement {
  readonly text: string;
  readonly at: string;
}
export interface Stage {
  readonly state: Session["state"];
  readonly paused: boolean;
  readonly pinned: string | null;
  /** Newest first. */
  readonly drops: readonly Drop[];
  readonly announcement: Announcement | null;
}

/** Whether an event at `at` is due for a viewer whose video is at `playhead` (ms; null without a running video). */
export function isDue(at: string, now: number, playhead: number | null): boolean {
  const happened = new Date(at).getTime();
  return playhead === null || happened <= playhead || now - happened >= HOLD_MS;
}

export function stageOf(session: Session, items: readonly Item[], counters: Counters): Stage {
  const drops = new Map(session.drops.map((drop) => [drop.id, drop]));
  let stage = {
    state: session.state,
    paused: session.paused,
    pinned: session.pinned ?? null,
    announcement: null as Announcement | null,
  };
  for (const { event, data, at } of items) {
    const id = text(data.drop);
    if (id !== null) drops.set(id, dropped(drops.get(id), id, event, data, at));
    stage = stageAfter(stage, event, data, at);
  }
  const counted = [...drops.values()].map((drop) => withCounters(drop, counters));
  return { ...stage, drops: counted.toSorted((a, b) => b.number - a.number) };
}

/** The current counters. The peak is the larger one: a new instance of the live edge starts from zero. */
export function countersNow(read: Counters, live: Counters): Counters {
  return { ...read, ...live, viewers_peak: Math.max(read.viewers_peak ?? 0, live.viewers_peak ?? 0) };
}

/** The session with the items of its room since it was read, so that viewers need not read it again. */
export function sessionOf(session: Session, items: readonly Item[]): Session {
  const { state, paused, pinned, drops } = stageOf(session, items, {});
  const { pinned: _pinned, ...rest } = session;
  return { ...items.reduce<Session>(amended, rest), state, paused, drops, ...(pinned === null ? {} : { pinned }) };
}

function amended(session: Session, { event, data, at }: Item): Session {
  const { stream_url: _url, ...rest } = session;
  const [title, starts_at, stream_url] = [text(data.title), text(data.starts_at), text(data.stream_url)];
  if (!event.startsWith("FairSession") || title === null || starts_at === null) return session;
  const moment =
    event === "FairSessionStarted" ? { started_at: at } : event === "FairSessionEnded" ? { ended_at: at } : {};
  return { ...rest, title, starts_at, ...(stream_url === null ? {} : { stream_url }), ...moment };
}

type StageItself = Omit<Stage, "drops">;

function stageAfter(stage: StageItself, event: string, data: Item["data"], at: string): StageItself {
  switch (event) {
    case "FairSessionStarted":
      return { ...stage, state: "live", paused: false };
    case "FairSessionPaused":
      return { ...stage, paused: true };
    case "FairSessionResumed":
      return { ...stage, paused: false };
    case "FairSessionEnded":
      return { ...stage, state: "ended", paused: false, pinned: null };
    case "JobPinned":
      return { ...stage, pinned: text(data.job) };
    case "HostAnnounced":
      return { ...stage, announcement: { text: text(data.text) ?? "", at } };
    default:
      return stage;
  }
}

function dropped(before: Drop | undefined, id: string, event: string, data: Item["data"], at: string): Drop {
  const first: Drop = {
    id,
    job: text(data.job) ?? "",
    state: "open",
    number: Number(data.number ?? 0),
    opened_at: at,
    applications: 0,
    admitted: 0,
    waiting: 0,
  };
  const known: Drop = before ?? first;
  const closed = event === "DropClosed" ? { state: "closed", closed_at: at } : {};
  const title = text(data.title);
  const cap = typeof data.cap === "number" && data.cap >= (known.cap ?? 0) ? { cap: data.cap } : {};
  return { ...known, ...closed, ...(title === null ? {} : { title }), ...cap };
}

function withCounters(drop: Drop, counters: Counters): Drop {
  const applications = counters[`drop:${drop.id}:applications`] ?? drop.applications;
  const remaining = counters[`drop:${drop.id}:remaining`] ?? drop.remaining;
  return { ...drop, applications, ...(remaining === undefined ? {} : { remaining }) };
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
