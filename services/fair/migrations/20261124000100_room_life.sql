-- migrate:up

-- What is said in passing in the rooms of sessions. Kept from livefair.chat, a topic of its own, beside what is decided:
-- a rebuild from the fairs' log leaves all of this where it is.

-- How far livefair.chat is kept; written with the rows, as `consumed` is.
CREATE TABLE chat_consumed (
  topic text NOT NULL,
  partition int NOT NULL,
  next_offset bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (topic, partition)
);

-- Who said it is told to the host alone.
CREATE TABLE comments (
  id uuid PRIMARY KEY,
  session uuid NOT NULL,
  person text NOT NULL,
  role text NOT NULL,
  text text NOT NULL,
  at timestamptz NOT NULL,
  "offset" bigint NOT NULL
);
CREATE INDEX comments_of_session ON comments (session, at, "offset");

-- What its host took out of the room: a set of its own, so that it does not matter which of the two is read first.
CREATE TABLE hidden_comments (
  session uuid NOT NULL,
  comment uuid NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (session, comment)
);

-- What a minute came to. kind: comment, reaction (which: its name), click (which: the drop).
CREATE TABLE room_minutes (
  session uuid NOT NULL,
  minute timestamptz NOT NULL,
  kind text NOT NULL,
  which text NOT NULL,
  number bigint NOT NULL,
  PRIMARY KEY (session, minute, kind, which)
);

-- Reactions by the second, for the replay.
CREATE TABLE reaction_seconds (
  session uuid NOT NULL,
  second timestamptz NOT NULL,
  reaction text NOT NULL,
  number bigint NOT NULL,
  PRIMARY KEY (session, second, reaction)
);

-- migrate:down
DROP TABLE reaction_seconds, room_minutes, hidden_comments, comments, chat_consumed;
