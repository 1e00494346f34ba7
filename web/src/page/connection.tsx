/** The state of the live connection, in words and readable from a distance. */
import type { JSX } from "preact";
import { BAD_TOKEN, type Status } from "../wire/live";
import type { Room } from "../wire/room";
import type { Words } from "../words";
import { useNow, useWords } from "./page";

/** The state of a connection, its first room, and when that room last sent a frame (ms). */
export interface ConnectionState {
  readonly status: Status;
  readonly room: Pick<Room, "reloading">;
  readonly updatedAt: number | null;
}

type Shown = "live" | "connecting" | "waiting" | "offline" | "reloading" | "refused" | "expired" | "over";

function shown({ status, room }: ConnectionState): Shown {
  if (status.kind === "refused" && status.code === BAD_TOKEN) return "expired";
  return status.kind === "live" && room.reloading ? "reloading" : status.kind;
}

/** The state and, while waiting, for how long. */
export function Connection({ state }: { state: ConnectionState }): JSX.Element {
  const words = useWords();
  const kind = shown(state);
  return (
    <p class="connection" data-connection={kind}>
      {/* Screen readers hear a change of state, not each second of a wait. */}
      <span class="unseen" role="status" aria-live="polite">
        {words[kind]}
      </span>
      <span aria-hidden="true" class="state">
        {words[kind]}
      </span>
      <Wait state={state} />
      {state.updatedAt !== null && kind !== "over" && (
        <span class="updated">
          {words.updated} <time>{clock(state.updatedAt, words)}</time>
        </span>
      )}
    </p>
  );
}

function Wait({ state: { status } }: { state: ConnectionState }): JSX.Element | null {
  const words = useWords();
  const now = useNow(500);
  if (status.kind !== "waiting" && status.kind !== "offline") return null;
  return <span aria-hidden="true">{words.inSeconds(Math.max(0, Math.ceil((status.until - now) / 1000)))}</span>;
}

/** A note over data that may be stale. */
export function StaleNote({ state }: { state: ConnectionState }): JSX.Element | null {
  const words = useWords();
  if (["live", "over"].includes(shown(state))) return null;
  return (
    <p class="stale-note" aria-hidden="true">
      {state.updatedAt === null ? words.staleNever : words.stale(clock(state.updatedAt, words))}
    </p>
  );
}

function clock(ms: number, { locale }: Words): string {
  return new Date(ms).toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
}
