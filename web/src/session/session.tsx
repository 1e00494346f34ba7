/** The layout of a session, in step with the video. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Failure } from "../page/action";
import { Badge } from "../page/badge";
import { StaleNote } from "../page/connection";
import { FairList } from "../page/fairs";
import { useNow, useWords } from "../page/page";
import { Shell } from "../page/shell";
import { SignIn } from "../page/sign_in";
import { useModel } from "../page/use_model";
import type { Person } from "../signed_in";
import { wordFor } from "../terms";
import { Console } from "./console";
import { Drops } from "./drops";
import { SessionModel } from "./model";
import type { Player } from "./player";
import { Questions } from "./questions";
import { countersAt, type Passed, stageAt } from "./replay";
import { type Replay, useReplay } from "./replay_bar";
import { Screen } from "./screen";
import { isDue, type Stage } from "./stage";
import { Talk } from "./talk";
import { useSessionWords } from "./words";

interface Props {
  readonly id: string;
  readonly person: Person | null;
  readonly change: (person: Person | null) => void;
}

export function SessionPage(props: Props): JSX.Element {
  const { words } = useSessionWords();
  if (props.id !== "") return <OneSession {...props} />;
  return (
    <Shell title={words.title}>
      <FairList to="wall" hint={words.choose} />
    </Shell>
  );
}

function OneSession({ id, person, change }: Props): JSX.Element {
  const model = useModel((onChange) => new SessionModel(id, person, onChange), `${id} ${person?.token ?? ""}`);
  const { words } = useSessionWords();
  const { product } = useWords();
  const [isSigningIn, setSigningIn] = useState(false);
  const player = useRef<Player | null>(null);
  const now = useNow(250);
  const { state, stage } = model;
  const { past } = state;
  const replay = useReplay(state.session, past !== null, () => model.wantPast());
  useEffect(() => {
    document.title = `${state.session?.title ?? words.title} · ${product}`;
  }, [state.session?.title, words]);
  const identity = person === null ? {} : { person, signOut: () => change(null), goesOn: words.goesOn };
  if (state.session === null || stage === null) {
    return (
      <Shell title={state.phase === "unknown" ? words.unknown : words.title} {...identity}>
        <NotYet model={model} />
      </Shell>
    );
  }
  const playhead = player.current?.playhead ?? null;
  const at = replay?.isOn ? endless(replay) : null;
  const again = at === null ? null : stageAt(state.session, past?.moments ?? [], at);
  const inStep = again ?? staged(stage, now, playhead, model.isHost);
  const counters = again === null || at === null ? model.counters : countersAt(again, past?.funnel ?? [], at);
  const passed = at === null ? model.passing : (past?.passed.until(at) ?? NOTHING);
  const signIn = (): void => setSigningIn(true);
  return (
    <Shell
      title={state.session.title}
      {...identity}
      connection={state}
      about={<About model={model} counters={counters} stage={again ?? stage} />}
    >
      <div class="studio" data-host={model.isHost ? "" : undefined}>
        <Screen
          model={model}
          player={player}
          replay={replay}
          stage={inStep}
          passed={passed}
          isReplay={again !== null}
          signIn={signIn}
        />
        <Side
          model={model}
          stage={stage}
          inStep={inStep}
          isReplay={replay?.isOn ?? false}
          isHeld={again === null && inStep.drops.length < stage.drops.length}
          signIn={signIn}
          signInForm={
            isSigningIn && model.person === null ? <SignIn role={person?.role ?? "student"} onPerson={change} /> : null
          }
        />
        <div class="talk">
          <Talk model={model} stage={stage} passed={passed} isReplay={again !== null} />
          <Questions model={model} stage={stage} signIn={signIn} />
        </div>
      </div>
      <StaleNote state={state} />
    </Shell>
  );
}

interface SideProps {
  readonly model: SessionModel;
  readonly stage: Stage;
  /** The stage in step with the video. */
  readonly inStep: Stage;
  readonly isReplay: boolean;
  readonly isHeld: boolean;
  readonly signIn: () => void;
  readonly signInForm: JSX.Element | null;
}

function Side({ model, stage, inStep, isReplay, isHeld, signIn, signInForm }: SideProps): JSX.Element {
  return (
    <div class="side">
      {model.isHost && stage.state !== "ended" && <Console model={model} stage={stage} />}
      {signInForm && <div ref={intoView}>{signInForm}</div>}
      <Drops model={model} stage={inStep} isReplay={isReplay} signIn={signIn} isHeld={isHeld} />
    </div>
  );
}

/** Until the session is read: why there is nothing to see. */
function NotYet({ model: { state } }: { model: SessionModel }): JSX.Element {
  const { words } = useSessionWords();
  return (
    <>
      <p class="quiet" role="status">
        {state.phase === "unknown" ? words.unknownHint : state.phase === "failed" ? words.failed : ""}
      </p>
      <Failure error={state.phase === "failed" ? state.error : null} />
    </>
  );
}

/** Until it is read. */
const NOTHING: Passed = { comments: [], total: 0, reactions: {} };

/** At the end the replay shows the final sums. */
const endless = ({ at, span }: Replay): number => (at >= span.to ? Infinity : at);
const intoView = (box: HTMLElement | null): void => box?.scrollIntoView({ block: "center" });

/** The stage in step with the video; the host sees it without delay. */
function staged(stage: Stage, now: number, playhead: number | null, isHost: boolean): Stage {
  if (isHost) return stage;
  const { announcement } = stage;
  return {
    ...stage,
    drops: stage.drops.filter((drop) => isDue(drop.opened_at, now, playhead)),
    announcement: announcement !== null && isDue(announcement.at, now, playhead) ? announcement : null,
  };
}

function About({
  model,
  counters,
  stage,
}: {
  model: SessionModel;
  counters: Readonly<Record<string, number>>;
  stage: Stage;
}): JSX.Element {
  const { words, terms, locale } = useSessionWords();
  const { fair } = model.state;
  const kind = stage.paused ? "paused" : stage.state;
  return (
    <>
      <p class="about">
        <Badge kind={kind}>{wordFor(terms.session, kind)}</Badge>
        {fair && <a href={`/wall?fair=${fair.id}`}>{fair.title}</a>}
      </p>
      <dl class="counts">
        {(["viewers", "viewers_peak", "applications", "drops"] as const).map((name) => (
          <div key={name}>
            <dt>{words.counts[name]}</dt>
            <dd class="figure" data-counter={name} data-value={counters[name] ?? 0}>
              {(name === "drops" ? stage.drops.length : (counters[name] ?? 0)).toLocaleString(locale)}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
