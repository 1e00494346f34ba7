-- migrate:up

-- What a student shows to a fair: facets and wishes, under an id that does not reveal the student.
CREATE TABLE cards (
  fair uuid NOT NULL,
  student text NOT NULL,
  id uuid NOT NULL UNIQUE,
  state text NOT NULL,
  facets jsonb NOT NULL,
  wants jsonb NOT NULL,
  place bigint NOT NULL,
  shown_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  major_words text[] NOT NULL,
  words text[] NOT NULL,
  PRIMARY KEY (fair, student)
);
CREATE INDEX cards_newest ON cards (fair, place DESC) WHERE state = 'shown';
CREATE INDEX cards_words ON cards USING gin (words);
CREATE INDEX cards_of_student ON cards (student, created_at DESC, id DESC);

-- An enterprise asks the holder of a card to apply to a job: at most one row for each pair.
CREATE TABLE approaches (
  id uuid PRIMARY KEY,
  fair uuid NOT NULL,
  org text NOT NULL,
  job uuid NOT NULL,
  card uuid NOT NULL,
  student text NOT NULL,
  state text NOT NULL,
  message text,
  deadline timestamptz NOT NULL,
  approached_by text NOT NULL,
  approached_at timestamptz NOT NULL,
  place bigint NOT NULL,
  answered_at timestamptz,
  application uuid
);
CREATE INDEX approaches_of_job ON approaches (job, place);
CREATE INDEX approaches_open ON approaches (job) WHERE state = 'open';
CREATE INDEX approaches_by_deadline ON approaches (deadline) WHERE state = 'open';
CREATE INDEX approaches_to_card ON approaches (card, org);
CREATE INDEX approaches_to_student ON approaches (student, approached_at DESC, id DESC);

-- migrate:down
DROP TABLE approaches, cards;
