-- migrate:up

-- Who opened a resume, when, for which application: a row for each time.
CREATE TABLE resume_reads (
  event uuid PRIMARY KEY,
  fair uuid NOT NULL,
  job uuid NOT NULL,
  application uuid NOT NULL,
  org text NOT NULL,
  student text NOT NULL,
  reader text NOT NULL,
  at timestamptz NOT NULL
);
CREATE INDEX resume_reads_of_student ON resume_reads (student, at DESC, event DESC);
CREATE INDEX resume_reads_of_application ON resume_reads (application);

-- How fast an enterprise answers in a fair: the number of answers per bucket, their median, and the public values of
-- both, which change with every fifth answer.
CREATE TABLE responses (
  fair uuid NOT NULL,
  org text NOT NULL,
  answers int NOT NULL,
  buckets jsonb NOT NULL,
  median_s int NOT NULL,
  shown int NOT NULL,
  shown_median_s int,
  PRIMARY KEY (fair, org)
);

-- migrate:down
DROP TABLE responses, resume_reads;
