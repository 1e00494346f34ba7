-- migrate:up

-- The numbers of a drop after each second in which they changed, for the replay of its session. A rebuild from the log
-- adds the rows of earlier sessions.
CREATE TABLE drop_seconds (
  drop uuid NOT NULL,
  second timestamptz NOT NULL,
  submissions int NOT NULL,
  standing int NOT NULL,
  remaining int,
  PRIMARY KEY (drop, second)
);

-- migrate:down
DROP TABLE drop_seconds;
