/** The questions of a session: signed-in people ask and vote, the host answers and hides. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Confirm, Failure, useAction } from "../page/action";
import { Text } from "../page/field";
import { useWords } from "../page/page";
import type { Question } from "../wire/api/questions";
import type { SessionModel } from "./model";
import type { Stage } from "./stage";
import { useSessionWords } from "./words";

/** How many are shown first, and how many more with each press. */
const STEP = 12;

export function Questions({
  model,
  stage,
  signIn,
}: {
  model: SessionModel;
  stage: Stage;
  signIn: () => void;
}): JSX.Element {
  const { words } = useSessionWords();
  const general = useWords();
  const [shown, setShown] = useState(STEP);
  const action = useAction();
  const { questions, questionList } = model;
  const more = async (): Promise<void> => {
    await questionList.fill(shown + STEP);
    setShown(shown + STEP);
  };
  const isOver = stage.state === "ended";
  return (
    <section class="questions" aria-labelledby="questions-title">
      <h2 id="questions-title">{words.questions}</h2>
      {!isOver &&
        !model.isHost &&
        (model.person === null ? (
          <button type="button" onClick={signIn}>
            {words.signInToAsk}
          </button>
        ) : (
          <Ask model={model} />
        ))}
      {isOver && <p class="quiet small">{words.askOver}</p>}
      {questions.length === 0 && !questionList.hasMore && <p class="quiet empty">{words.noQuestions}</p>}
      <ul class="rows">
        {questions.slice(0, shown).map((question) => (
          <Row
            key={question.id}
            question={question}
            model={model}
            canVote={!isOver && model.person !== null && !model.isHost}
          />
        ))}
      </ul>
      {(questions.length > shown || questionList.hasMore) && (
        <button type="button" disabled={action.running} onClick={() => action.run(more)} data-control="more-questions">
          {action.running ? general.loading : words.moreQuestions}
        </button>
      )}
      <Failure error={action.error} />
    </section>
  );
}

function Ask({ model }: { model: SessionModel }): JSX.Element {
  const { words } = useSessionWords();
  const general = useWords();
  const [text, setText] = useState("");
  const action = useAction();
  const submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    action.run(async () => {
      await model.questionList.ask(text.trim());
      setText("");
    });
  };
  return (
    <form class="announce" onSubmit={submitted}>
      <Text name="question" label={words.ask} value={text} change={setText} required maxLength={500} />
      <button type="submit" disabled={action.running || text.trim() === ""} data-control="ask">
        {action.running ? general.sending : words.askSend}
      </button>
      <Failure error={action.error} />
    </form>
  );
}

function Row({ question, model, canVote }: { question: Question; model: SessionModel; canVote: boolean }): JSX.Element {
  const { words, locale } = useSessionWords();
  const action = useAction();
  const votes = question.votes.toLocaleString(locale);
  return (
    <li data-question={question.id}>
      <div class="asked">
        <button
          type="button"
          class="vote"
          aria-pressed={question.voted ?? false}
          disabled={!canVote || question.mine === true || question.voted === true || action.running}
          onClick={() => action.run(() => model.questionList.vote(question))}
          aria-label={words.vote(question.text, votes)}
          data-control="vote"
        >
          <span aria-hidden="true">▲</span> {votes}
        </button>
        <span class="text">{question.text}</span>
      </div>
      {question.answer && (
        <p class="reply">
          <span class="quiet">{words.answered}: </span>
          {question.answer}
        </p>
      )}
      {model.isHost && <HostReply question={question} model={model} />}
      <Failure error={action.error} />
    </li>
  );
}

function HostReply({ question, model }: { question: Question; model: SessionModel }): JSX.Element {
  const { words } = useSessionWords();
  const [text, setText] = useState("");
  const action = useAction();
  const submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    action.run(async () => {
      await model.questionList.answer(question, text.trim());
      setText("");
    });
  };
  return (
    <>
      <form class="announce" onSubmit={submitted}>
        <Text name="answer" label={words.answer} value={text} change={setText} required maxLength={2_000} />
        <button type="submit" disabled={action.running || text.trim() === ""} data-control="answer">
          {words.answer}
        </button>
      </form>
      <Confirm
        name="hide"
        label={words.hide}
        question={words.hideAsk}
        sure={words.hideSure}
        action={action}
        work={() => model.questionList.hide(question)}
      />
      <Failure error={action.error} />
    </>
  );
}
