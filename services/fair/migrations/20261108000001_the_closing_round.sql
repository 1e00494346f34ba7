-- migrate:up

-- The jobs that a student would accept in the fair's closing round, best first.
CREATE TABLE wishes (
  fair uuid NOT NULL,
  student text NOT NULL,
  jobs uuid[] NOT NULL,
  ranked_at timestamptz NOT NULL,
  PRIMARY KEY (fair, student)
);

-- The closing rounds that were held. numbers: {students, jobs, places, matches}.
CREATE TABLE closing_rounds (
  id uuid PRIMARY KEY,
  fair uuid NOT NULL,
  held_at timestamptz NOT NULL,
  "offset" bigint NOT NULL,
  numbers jsonb NOT NULL
);
CREATE INDEX closing_rounds_of_fair ON closing_rounds (fair, "offset" DESC);

-- The result for each student who had ranked jobs. told: [[job, why, places?]], in the order of the ranking.
CREATE TABLE closing_round_students (
  round uuid NOT NULL,
  student text NOT NULL,
  match uuid,
  took_part boolean NOT NULL,
  told jsonb NOT NULL,
  PRIMARY KEY (round, student)
);
CREATE INDEX closing_round_students_of_student ON closing_round_students (student);

-- The result for each job's openings. told: [[application, why]], in the order in which the job wanted them.
CREATE TABLE closing_round_jobs (
  round uuid NOT NULL,
  job uuid NOT NULL,
  places int NOT NULL,
  matched int NOT NULL,
  told jsonb NOT NULL,
  PRIMARY KEY (round, job)
);
CREATE INDEX closing_round_jobs_of_job ON closing_round_jobs (job);

-- migrate:down
DROP TABLE closing_round_jobs, closing_round_students, closing_rounds, wishes;
