/** The video: HLS with native controls, or a text where there is none. */
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Session } from "../wire/api/sessions";
import { Player, type PlayerState } from "./player";
import type { Replay } from "./replay_bar";
import { mayPlay } from "./sources";
import { useSessionWords } from "./words";

/** The largest rate that browsers take. */
const RATE_MAX = 16;
/** How far the video of a replay may drift from its clock, s at speed 1. */
const DRIFT_S = 2;
const PROGRAMME_MS = 250;

interface Props {
  readonly session: Session;
  /** From which origins video is played, besides the page's own. */
  readonly media: readonly string[];
  /** Receives the player. */
  readonly player: { current: Player | null };
  readonly replay: Replay | null;
  /** What lies over the picture. */
  readonly children?: ComponentChildren;
}

export function Video({ session, media, player, replay, children }: Props): JSX.Element {
  const { words, locale } = useSessionWords();
  const place = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<PlayerState>("loading");
  const told = session.state === "scheduled" ? undefined : session.stream_url;
  const url = told !== undefined && mayPlay(told, media, location.origin) ? told : undefined;
  useEffect(() => {
    const video = place.current;
    if (video === null || url === undefined) return;
    const made = new Player(video, url, setState);
    player.current = made;
    void made.start().catch(() => setState("impossible"));
    const timer = setInterval(() => {
      video.dataset.programme = String(made.playhead ?? "");
    }, PROGRAMME_MS);
    return () => {
      clearInterval(timer);
      made.stop();
      player.current = null;
    };
  }, [url]);
  useFollow(place, player, replay);
  if (url === undefined)
    return (
      <Nothing session={session} elsewhere={told} isMoving={session.state === "live" || replay?.isOn === true}>
        {children}
      </Nothing>
    );
  return (
    <div class="picture" data-player={state}>
      <video
        ref={place}
        controls
        controlsList={document.fullscreenEnabled ? "nofullscreen" : ""}
        muted
        playsInline
        aria-label={words.video}
        lang={locale}
      />
      {state !== "playing" && <p role="status">{state === "impossible" ? words.noPlayer : words.waitingVideo}</p>}
      {children}
    </div>
  );
}

/** In a replay the video follows the clock: by its playback rate if possible, otherwise by seeking. */
function useFollow(
  place: { current: HTMLVideoElement | null },
  player: { current: Player | null },
  replay: Replay | null,
): void {
  const [at, speed, isOn] = [replay?.at ?? 0, replay?.speed ?? 1, replay?.isOn ?? false];
  useEffect(() => {
    const [video, playhead] = [place.current, player.current?.playhead ?? null];
    if (!isOn || video === null) return;
    video.playbackRate = Math.min(speed, RATE_MAX);
    if (playhead !== null && Math.abs(playhead - at) > DRIFT_S * speed * 1_000) player.current?.seek(at);
  }, [at, speed, isOn]);
}

/** A session without video; the comments get its space. */
function Nothing({
  session,
  elsewhere,
  isMoving,
  children,
}: {
  session: Session;
  /** The address of a video that this page does not play, since it is at an origin that is not allowed. */
  elsewhere: string | undefined;
  isMoving: boolean;
  children: ComponentChildren;
}): JSX.Element {
  const { words, locale } = useSessionWords();
  const when = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(
    new Date(session.starts_at),
  );
  return (
    <div class="picture bare" data-moving={isMoving ? "" : undefined}>
      {session.state === "scheduled" ? (
        <p>
          {words.notYet(when)} <span class="quiet">{words.notYetHint}</span>
        </p>
      ) : (
        <p>
          {session.state === "ended" ? (
            words.over
          ) : elsewhere === undefined ? (
            words.noVideo
          ) : (
            <Elsewhere url={elsewhere} />
          )}
        </p>
      )}
      {children}
    </div>
  );
}

/** A link that the viewer opens knowingly. The other site learns neither the page nor its address. */
function Elsewhere({ url }: { url: string }): JSX.Element {
  const { words } = useSessionWords();
  const shown = URL.canParse(url) ? new URL(url).host : url;
  return (
    <>
      {words.videoElsewhere}{" "}
      <a href={url} target="_blank" rel="noopener noreferrer">
        {shown}
      </a>
    </>
  );
}
