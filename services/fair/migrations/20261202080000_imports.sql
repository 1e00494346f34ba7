-- migrate:up

-- Imports of job files that run in the background. The numbers are absolute and never go back.
CREATE TABLE imports (
  id uuid PRIMARY KEY,
  fair uuid NOT NULL,
  person text NOT NULL,
  org text,
  dry_run boolean NOT NULL,
  state text NOT NULL,
  rows int NOT NULL,
  accepted int NOT NULL,
  duplicates int NOT NULL,
  rejected_count int NOT NULL,
  warnings_count int NOT NULL,
  bytes_read bigint NOT NULL,
  bytes bigint NOT NULL,
  reason text,
  started_at timestamptz NOT NULL,
  moved_at timestamptz NOT NULL
);
CREATE INDEX imports_of_person ON imports (person, started_at DESC, id DESC);

-- migrate:down
DROP TABLE imports;
