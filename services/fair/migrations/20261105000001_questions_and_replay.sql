-- migrate:up

-- Public questions in the room of a session; only the host may see who asked.
CREATE TABLE questions (
  id uuid PRIMARY KEY,
  session uuid NOT NULL,
  fair uuid NOT NULL,
  person text NOT NULL,
  text text NOT NULL,
  state text NOT NULL,
  votes int NOT NULL,
  place bigint NOT NULL,
  asked_at timestamptz NOT NULL,
  answer text,
  answered_at timestamptz
);
CREATE INDEX questions_of_session ON questions (session, votes DESC, place);
CREATE INDEX questions_open ON questions (session, person) WHERE state = 'open';

CREATE TABLE question_votes (
  question uuid NOT NULL,
  person text NOT NULL,
  PRIMARY KEY (question, person)
);

-- What was published to the room of a session, for its replay: in log order, `number` within one record.
CREATE TABLE session_items (
  session uuid NOT NULL,
  "offset" bigint NOT NULL,
  number int NOT NULL,
  at timestamptz NOT NULL,
  event text NOT NULL,
  event_id uuid NOT NULL,
  data jsonb NOT NULL,
  PRIMARY KEY (session, "offset", number)
);

-- migrate:down
DROP TABLE session_items, question_votes, questions;
