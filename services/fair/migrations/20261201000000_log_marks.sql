-- migrate:up
-- A decided record of each partition, and its log time: the log that has no such record is not the one of these tables.
CREATE TABLE log_marks (
  topic text NOT NULL,
  partition int NOT NULL,
  "offset" bigint NOT NULL,
  time_ms bigint NOT NULL,
  PRIMARY KEY (topic, partition)
);
-- Where the log lost records that these tables have: all before `next_offset` counts as lost, so nothing can be rebuilt.
CREATE TABLE log_losses (
  topic text NOT NULL,
  partition int NOT NULL,
  next_offset bigint NOT NULL,
  found_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (topic, partition, next_offset)
);

-- migrate:down
DROP TABLE log_losses, log_marks;
