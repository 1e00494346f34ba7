/** The video with its overlay of comments, the reactions, and the latest announcement of the host. */
import type { JSX } from "preact";
import { FullScreen } from "../page/fullscreen";
import type { SessionModel } from "./model";
import { Overlay, OverlaySwitch, useOverlay } from "./overlay";
import type { Player } from "./player";
import { Reactions } from "./reactions";
import type { Passed } from "./replay";
import { type Replay, ReplayBar } from "./replay_bar";
import type { Stage } from "./stage";
import { Speak } from "./talk";
import type { Reaction } from "./tally";
import { Video } from "./video";
import { useSessionWords } from "./words";

interface Props {
  readonly model: SessionModel;
  readonly player: { current: Player | null };
  readonly replay: Replay | null;
  /** In step with the video. */
  readonly stage: Stage;
  readonly passed: Passed;
  readonly isReplay: boolean;
  readonly signIn: () => void;
}

export function Screen({ model, player, replay, stage, passed, isReplay, signIn }: Props): JSX.Element | null {
  const { words } = useSessionWords();
  const overlay = useOverlay();
  const { session, room } = model.state;
  if (session === null) return null;
  const isLive = model.stage?.state === "live";
  const isHeld = isReplay ? replay?.isRunning !== true : !isLive || !room.known;
  const react = (name: Reaction): boolean => {
    if (model.person !== null) return model.chat.react(name);
    signIn();
    return false;
  };
  return (
    <div class="screen">
      <Video session={session} media={model.media} player={player} replay={replay}>
        <OnStage stage={stage} />
        <FullScreen part=".picture" />
        {overlay.isOn && (
          <Overlay comments={passed.comments} isHeld={isHeld} clock={isReplay ? (replay?.at ?? 0) : 0} />
        )}
      </Video>
      <div class="pulse">
        <Reactions
          counts={passed.reactions}
          press={isLive ? react : null}
          failure={model.chat.state.failure}
          isKnown={!isHeld}
        />
        <OverlaySwitch choice={overlay} />
      </div>
      {!isReplay && <Speak model={model} signIn={signIn} />}
      {replay !== null && <ReplayBar replay={replay} />}
      {stage.paused && (
        <p class="note" role="status">
          {words.paused}
        </p>
      )}
      {stage.announcement && (
        <p class="note announcement" role="status">
          <span>
            <strong>{words.announcement}:</strong> {stage.announcement.text}
          </span>
        </p>
      )}
    </div>
  );
}

/** The latest drop, shown in full screen, where the list of drops is hidden. */
function OnStage({ stage }: { stage: Stage }): JSX.Element | null {
  const { words, locale } = useSessionWords();
  const drop = stage.drops.find(({ state }) => state === "open");
  if (drop === undefined) return null;
  return (
    <p class="on-stage" data-on-stage={drop.id}>
      <strong>{drop.title ?? words.onStage}</strong>
      {drop.cap !== undefined && (
        <span>
          {words.remaining((drop.remaining ?? drop.cap).toLocaleString(locale), drop.cap.toLocaleString(locale))}
        </span>
      )}
      <span>{words.leaveToApply}</span>
    </p>
  );
}
