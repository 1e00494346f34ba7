/** The comments of a session with the tools that the viewer may use. */
import type { JSX } from "preact";
import { useChatWords } from "./chat_words";
import { Comments } from "./comments";
import type { SessionModel } from "./model";
import { Desk, Tools, useModeration } from "./moderation";
import type { Passed } from "./replay";
import { Say } from "./say";
import type { Stage } from "./stage";

interface Props {
  readonly model: SessionModel;
  readonly stage: Stage;
  readonly passed: Passed;
  readonly isReplay: boolean;
}

export function Talk({ model, stage, passed, isReplay }: Props): JSX.Element {
  const moderation = useModeration(model.chat);
  const { session } = model.state;
  const isHosting = model.isHost && !isReplay;
  return (
    <Comments
      comments={passed.comments}
      total={passed.total}
      skipped={isReplay ? 0 : model.state.room.commentsSkipped}
      host={session?.host ?? ""}
      isSilent={isReplay || stage.state !== "live"}
      tools={isHosting ? (one) => <Tools one={one} chat={model.chat} moderation={moderation} /> : null}
    >
      {isHosting && <Desk chat={model.chat} moderation={moderation} isOver={stage.state === "ended"} />}
    </Comments>
  );
}

/** The form for a comment, or why there is none. */
export function Speak({ model, signIn }: { model: SessionModel; signIn: () => void }): JSX.Element {
  const { words } = useChatWords();
  const state = model.stage?.state;
  if (state !== "live") return <p class="quiet small">{state === "ended" ? words.over : words.notYet}</p>;
  if (model.person === null)
    return (
      <button type="button" class="to-sign-in" onClick={signIn} data-control="sign-in-to-speak">
        {words.signIn}
      </button>
    );
  if (model.chat.state.isMuted)
    return (
      <p class="note" role="status" data-muted-me>
        {words.mutedNow}
      </p>
    );
  return <Say chat={model.chat} />;
}
