-- migrate:up

-- The inbox has a table for each week of the log, so that fair can forget event ids without deleting row by row.
ALTER TABLE inbox RENAME TO inbox_before;
ALTER INDEX inbox_pkey RENAME TO inbox_before_pkey;

-- Every event id of the last weeks, with the outcome of its first record. A table for each week of the log.
CREATE TABLE inbox (
  event_id uuid,
  actor text NOT NULL,
  outcome text NOT NULL,
  reason text,
  topic text NOT NULL,
  partition int NOT NULL,
  "offset" bigint NOT NULL,
  at timestamptz,
  flags jsonb,
  state text,
  PRIMARY KEY (event_id, at)
) PARTITION BY RANGE (at);

-- They run with the rights of the tables' owner, for a service that may only read and write rows. Attaching a table,
-- unlike creating it as a partition, waits for nobody who uses the inbox.
CREATE FUNCTION make_inbox_week(week date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  inbox text := format('%I.inbox', current_schema());
  week_name text := 'inbox_' || to_char(week, 'YYYYMMDD');
  name text := format('%I.%I', current_schema(), week_name);
BEGIN
  IF NOT has_table_privilege(session_user, inbox, 'INSERT') THEN RAISE insufficient_privilege; END IF;
  PERFORM pg_advisory_xact_lock(hashtext(inbox));
  -- Not by to_regclass: it may remember that there was none, from before the wait for the lock.
  IF NOT EXISTS (SELECT FROM pg_tables WHERE schemaname = current_schema() AND tablename = week_name) THEN
    EXECUTE format('CREATE TABLE %s (LIKE %s INCLUDING ALL)', name, inbox);
    EXECUTE format('ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM (%L) TO (%L)', inbox, name,
      week::timestamp AT TIME ZONE 'UTC', (week + 7)::timestamp AT TIME ZONE 'UTC');
  END IF;
END $$;
CREATE FUNCTION drop_inbox_week(week date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  inbox text := format('%I.inbox', current_schema());
BEGIN
  IF NOT has_table_privilege(session_user, inbox, 'DELETE') THEN RAISE insufficient_privilege; END IF;
  EXECUTE format('DROP TABLE IF EXISTS %I.%I', current_schema(), 'inbox_' || to_char(week, 'YYYYMMDD'));
END $$;

SELECT make_inbox_week(week::date) FROM (
  SELECT date_trunc('week', at AT TIME ZONE 'UTC') FROM inbox_before
  UNION SELECT date_trunc('week', now() AT TIME ZONE 'UTC') -- for instances of the version before
) AS weeks (week);
INSERT INTO inbox (event_id, actor, outcome, reason, topic, partition, "offset", at, flags, state) SELECT event_id, actor, outcome, reason, topic, partition, "offset", at, flags, state FROM inbox_before;
DROP TABLE inbox_before;

-- migrate:down
ALTER TABLE inbox RENAME TO inbox_weeks;
ALTER INDEX inbox_pkey RENAME TO inbox_weeks_pkey;
DROP FUNCTION make_inbox_week, drop_inbox_week;
CREATE TABLE inbox (
  event_id uuid PRIMARY KEY,
  actor text NOT NULL,
  outcome text NOT NULL,
  reason text,
  topic text NOT NULL,
  partition int NOT NULL,
  "offset" bigint NOT NULL,
  at timestamptz NOT NULL,
  flags jsonb,
  state text
);
INSERT INTO inbox SELECT DISTINCT ON (event_id) event_id, actor, outcome, reason, topic, partition, "offset", at, flags, state FROM inbox_weeks ORDER BY event_id, at;
DROP TABLE inbox_weeks;
