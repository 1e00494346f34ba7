/** Reads of sessions, their drops, their funnel and their replay. No state. */
import { read } from "../read";
import type { Counters } from "../room";
import { address, fairPath, type Page, sessionPath } from "./asking";

export interface Slot {
  readonly job: string;
  readonly minutes?: number;
  readonly cap?: number;
  /** Set once it was dropped. */
  readonly drop?: string;
}

export interface Drop {
  readonly id: string;
  readonly job: string;
  readonly title?: string;
  readonly state: string;
  readonly number: number;
  readonly opened_at: string;
  readonly closed_at?: string;
  readonly applications: number;
  /** Only the host and the organizer see these two. */
  readonly admitted?: number;
  readonly waiting?: number;
  readonly cap?: number;
  readonly remaining?: number;
}

export interface Session {
  readonly id: string;
  readonly fair: string;
  readonly org: string;
  readonly host: string;
  readonly title: string;
  readonly starts_at: string;
  readonly stream_url?: string;
  readonly run_of_show: readonly Slot[];
  readonly state: "scheduled" | "live" | "ended";
  readonly paused: boolean;
  readonly pinned?: string;
  readonly started_at?: string;
  readonly ended_at?: string;
  readonly drops: readonly Drop[];
  readonly counters: Counters;
  /** Muted people; only the host sees them. */
  readonly muted?: readonly string[];
}

export interface FunnelMinute {
  readonly at: string;
  readonly viewers: number | null;
  readonly viewers_peak: number | null;
  readonly clicks: number;
  readonly submissions: number;
  /** Only the host and the organizer see these two. */
  readonly waitlisted?: number;
  readonly withdrawn?: number;
}

/** One item of a session's room. */
export interface RoomMoment {
  readonly offset_ms: number;
  readonly at: string;
  readonly event: string;
  readonly event_id?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export const readSession = (session: string, token?: string, after?: string | null): Promise<Session> =>
  read(address(sessionPath(session), { after }), { token });
export const readSessions = (
  fair: string,
  token?: string,
  after?: string | null,
  cursor?: string | null,
): Promise<Page<Session>> => read(address(`${fairPath(fair)}/sessions`, { limit: "100", after, cursor }), { token });
export const readFunnel = (session: string, token?: string): Promise<Page<FunnelMinute>> =>
  read(`${sessionPath(session)}/funnel`, { token });
/** With `stage`, without comments and reactions. */
export const readReplay = (session: string, stage: boolean, cursor: string | null): Promise<Page<RoomMoment>> =>
  read(address(`${sessionPath(session)}/replay`, { limit: "100", cursor, stage: stage ? "true" : null }));
