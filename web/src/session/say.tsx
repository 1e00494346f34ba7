/** The form for a comment: its length limit, and why one was not sent. The text stays until it was sent. */
import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";
import { Failure, useAction } from "../page/action";
import { useNow, useWords } from "../page/page";
import { clock } from "../wire/clock";
import { Refused } from "../wire/http";
import type { Chat } from "./chat";
import { useChatWords } from "./chat_words";
import { LENGTH_MAX, lengthOf, tidy } from "./merged_comments";

/** From this length on screen readers announce the count. */
const NEAR = 10;
/** The wait after a rate limit without `Retry-After`. */
const LIMIT_MS = 3_000;

export function Say({ chat }: { chat: Chat }): JSX.Element {
  const { words, locale } = useChatWords();
  const general = useWords();
  const [text, setText] = useState("");
  const [until, setUntil] = useState(0);
  const action = useAction();
  const [field, count] = [useId(), useId()];
  const length = lengthOf(text);
  const isTooLong = length > LENGTH_MAX;
  const submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    if (length === 0 || isTooLong || clock.now() < until) return;
    action.run(async () => {
      try {
        await chat.say(tidy(text));
        setText("");
      } catch (error) {
        if (error instanceof Refused && error.status === 429) setUntil(clock.now() + (error.retryMs ?? LIMIT_MS));
        throw error;
      }
    });
  };
  const changed = (value: string): void => {
    setText(value);
    if (action.error && clock.now() >= until) action.clear();
  };
  return (
    <form class="say" onSubmit={submitted}>
      <label class="unseen" for={field}>
        {words.say}
      </label>
      <span class="entry">
        <input
          id={field}
          name="comment"
          type="text"
          value={text}
          placeholder={words.say}
          autocomplete="off"
          enterKeyHint="send"
          aria-describedby={count}
          aria-invalid={isTooLong}
          onInput={(event) => changed(event.currentTarget.value)}
        />
        <Count id={count} length={length} />
      </span>
      <button type="submit" class="strong" disabled={length === 0 || isTooLong || action.running} data-control="say">
        {action.running ? general.sending : words.saySend}
      </button>
      <div class="said-no">
        {isTooLong && (
          <p class="wrong" role="status">
            {words.tooLong(LENGTH_MAX.toLocaleString(locale))}
          </p>
        )}
        <Why error={action.error} until={until} />
      </div>
    </form>
  );
}

function Count({ id, length }: { id: string; length: number }): JSX.Element {
  const { words, locale } = useChatWords();
  const max = LENGTH_MAX.toLocaleString(locale);
  return (
    <span id={id} class="count" data-over={length > LENGTH_MAX ? "" : undefined}>
      <span aria-hidden="true">
        {length}/{max}
      </span>
      <span class="unseen" role="status">
        {length > LENGTH_MAX - NEAR ? words.left(length.toLocaleString(locale), max) : ""}
      </span>
    </span>
  );
}

/** Texts for a rate limit, a mute and the end of a session; other errors are explained as everywhere. */
function Why({ error, until }: { error: unknown; until: number }): JSX.Element {
  const { words, locale } = useChatWords();
  const status = error instanceof Refused ? error.status : 0;
  if (status === 429) return <Limit until={until} />;
  const texts =
    status === 403 ? [words.forbidden, words.forbiddenDo] : status === 409 ? [words.closed, words.closedDo] : null;
  if (texts === null) return <Failure error={error} />;
  return (
    <div role="alert" class="failure" lang={locale}>
      <p data-why={status}>
        <strong>{texts[0]}</strong> {texts[1]}
      </p>
    </div>
  );
}

function Limit({ until }: { until: number }): JSX.Element {
  const { words, locale } = useChatWords();
  const left = Math.ceil((until - useNow(250)) / 1_000);
  return (
    <div role="alert" class="failure">
      <p data-why="429">
        <strong>{words.limit}</strong>{" "}
        <span aria-live="off">{left > 0 ? words.limitDo(left.toLocaleString(locale)) : words.limitOver}</span>
      </p>
    </div>
  );
}
