-- migrate:up

-- The numbers of a drop after each second in which they changed, for who sees its session again. Of sessions that were
-- before this, a rebuild from the log makes them.
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
