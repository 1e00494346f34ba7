-- migrate:up

-- A livestream session. `counters` are those of its room; run_of_show: [{job, minutes, cap, drop}].
CREATE TABLE sessions (
  id uuid PRIMARY KEY,
  fair uuid NOT NULL,
  org text NOT NULL,
  host text NOT NULL,
  title text NOT NULL,
  starts_at timestamptz NOT NULL,
  stream_url text,
  run_of_show jsonb NOT NULL,
  state text NOT NULL,
  place bigint NOT NULL,
  created_at timestamptz NOT NULL,
  paused boolean NOT NULL,
  pinned uuid,
  started_at timestamptz,
  ended_at timestamptz,
  drops int NOT NULL,
  viewers_peak int NOT NULL,
  counters jsonb NOT NULL
);
CREATE INDEX sessions_of_fair ON sessions (fair, place);

-- A job on stage. `standing`: submissions through it that are not withdrawn; `admitted` and `waiting`: of those.
CREATE TABLE drops (
  id uuid PRIMARY KEY,
  session uuid NOT NULL,
  fair uuid NOT NULL,
  job uuid NOT NULL,
  cap int,
  state text NOT NULL,
  number int NOT NULL,
  place bigint NOT NULL,
  opened_at timestamptz NOT NULL,
  closed_at timestamptz,
  submissions int NOT NULL,
  standing int NOT NULL,
  admitted int NOT NULL,
  waiting int NOT NULL
) WITH (fillfactor = 80);
CREATE UNIQUE INDEX drops_of_session ON drops (session, number);

-- What happened in each minute of a session, and how many watched at its end and at most, once that is known.
CREATE TABLE session_minutes (
  session uuid NOT NULL,
  minute timestamptz NOT NULL,
  submissions int NOT NULL DEFAULT 0,
  waitlisted int NOT NULL DEFAULT 0,
  moved_up int NOT NULL DEFAULT 0,
  withdrawn int NOT NULL DEFAULT 0,
  views int NOT NULL DEFAULT 0,
  shortlisted int NOT NULL DEFAULT 0,
  viewers int,
  viewers_peak int,
  PRIMARY KEY (session, minute)
);

-- Through which drop an application came, where it stands in it, and whether it got in.
ALTER TABLE applications
  ADD COLUMN drop uuid,
  ADD COLUMN drop_place int,
  ADD COLUMN admitted boolean NOT NULL DEFAULT false;
CREATE INDEX applications_in_line ON applications (drop, drop_place) WHERE state = 'waitlisted';
CREATE INDEX applications_of_drop ON applications (drop) WHERE drop IS NOT NULL;

-- migrate:down
DROP INDEX applications_of_drop, applications_in_line;
ALTER TABLE applications DROP COLUMN drop, DROP COLUMN drop_place, DROP COLUMN admitted;
DROP TABLE session_minutes, drops, sessions;
