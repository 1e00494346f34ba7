-- migrate:up

-- Room chat of sessions. It comes from livefair.chat, a separate topic, and is not decided: a rebuild from the fairs'
-- log keeps these tables as they are.

-- The next offset in livefair.chat; written with the rows, like `consumed`.
CREATE TABLE chat_consumed (
  topic text NOT NULL,
  partition int NOT NULL,
  next_offset bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (topic, partition)
);

-- Only the host may see the author.
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

-- Comments that the host hid: a separate table, so that either event may be read first.
CREATE TABLE hidden_comments (
  session uuid NOT NULL,
  comment uuid NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (session, comment)
);

-- The totals of a minute. kind: comment, reaction (which: its name), click (which: the drop).
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
