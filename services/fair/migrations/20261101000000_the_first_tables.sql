-- migrate:up

-- How far each partition of the log has been decided. These offsets are authoritative; Kafka's serve only for lag metrics.
CREATE TABLE consumed (
  topic text NOT NULL,
  partition int NOT NULL,
  next_offset bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (topic, partition)
);

-- Every event id that was seen, with the outcome of its first record.
CREATE TABLE inbox (
  event_id uuid PRIMARY KEY,
  actor text NOT NULL,
  outcome text NOT NULL,
  reason text,
  topic text NOT NULL,
  partition int NOT NULL,
  "offset" bigint NOT NULL,
  at timestamptz NOT NULL
);

-- The outbox: one row per batch, with all records to publish. Rows are deleted after the acknowledgement.
CREATE TABLE outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  topic text NOT NULL,
  partition int NOT NULL,
  records bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE fairs (
  id uuid PRIMARY KEY,
  org text NOT NULL,
  title text NOT NULL,
  host text NOT NULL,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  campaign text,
  region text,
  description text,
  state text NOT NULL,
  created_at timestamptz NOT NULL,
  counters jsonb NOT NULL,
  decided text NOT NULL,
  as_of timestamptz NOT NULL
);
CREATE INDEX fairs_newest ON fairs (created_at DESC, id DESC);

-- A fair's counters as they stood at the end of each minute of log time in which something changed.
CREATE TABLE fair_minutes (
  fair uuid NOT NULL,
  minute timestamptz NOT NULL,
  counters jsonb NOT NULL,
  PRIMARY KEY (fair, minute)
);

CREATE TABLE booths (
  fair uuid NOT NULL,
  org text NOT NULL,
  name text NOT NULL,
  uscc text,
  nature text,
  industry text,
  region text,
  intro text,
  state text NOT NULL,
  reason text,
  requested_by text NOT NULL,
  place bigint NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (fair, org)
);

CREATE TABLE jobs (
  id uuid PRIMARY KEY,
  fair uuid NOT NULL,
  org text NOT NULL,
  title text NOT NULL,
  headcount int NOT NULL,
  region text,
  industry text,
  degree text,
  majors text[],
  salary jsonb,
  employment_type text,
  description text,
  code text,
  state text NOT NULL,
  place bigint NOT NULL,
  submissions int NOT NULL,
  standing int NOT NULL,
  title_words text[] NOT NULL,
  words text[] NOT NULL,
  created_at timestamptz NOT NULL
) WITH (fillfactor = 80); -- submissions and standing change with every batch, in place: no index holds them
CREATE INDEX jobs_of_fair ON jobs (fair, place);
CREATE INDEX jobs_of_org ON jobs (fair, org, place);
CREATE INDEX jobs_words ON jobs USING gin (words);

CREATE TABLE applications (
  id uuid PRIMARY KEY,
  job uuid NOT NULL,
  fair uuid NOT NULL,
  org text NOT NULL,
  student text NOT NULL,
  state text NOT NULL,
  reason text,
  place int NOT NULL,
  resume jsonb NOT NULL,
  message text,
  receipt text NOT NULL,
  received_at timestamptz NOT NULL,
  "offset" bigint NOT NULL,
  created_at timestamptz NOT NULL,
  history jsonb NOT NULL
);
CREATE UNIQUE INDEX applications_of_job ON applications (job, place);
CREATE INDEX applications_of_fair ON applications (fair, "offset");
CREATE INDEX applications_of_student ON applications (student, created_at DESC, id DESC);

-- How many standing applications a student has in a fair: one applicant where it is above zero.
CREATE TABLE applicants (
  fair uuid NOT NULL,
  student text NOT NULL,
  standing int NOT NULL,
  PRIMARY KEY (fair, student)
);

CREATE TABLE resumes (
  person text PRIMARY KEY,
  card jsonb NOT NULL,
  saved_at timestamptz NOT NULL
);

-- migrate:down
DROP TABLE resumes, applicants, applications, jobs, booths, fair_minutes, fairs, outbox, inbox, consumed;
