"""The tables that the package reads and writes, as SQL for a service's migrations, and a check that they exist.

Print it with `python -m plumbing.eventlog`. A service may have more than one table of offsets, and additional columns
in its inbox.
"""

from __future__ import annotations

from collections.abc import Sequence

import asyncpg

from plumbing.text import warn_of_other_unicode

DDL = """\
-- How far each partition of the log has been decided. These offsets are the truth; Kafka's own serve lag meters only.
CREATE TABLE consumed (
  topic text NOT NULL,
  partition int NOT NULL,
  next_offset bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (topic, partition)
);

-- A decided record of each partition, and its log time: a log without that record is not the one of these tables.
-- Nobody follows the log while a partition is closed, because its lost records are being replaced.
CREATE TABLE log_marks (
  topic text NOT NULL,
  partition int NOT NULL,
  "offset" bigint NOT NULL,
  time_ms bigint NOT NULL,
  closed boolean NOT NULL DEFAULT false,
  PRIMARY KEY (topic, partition)
);

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

-- Records that are still to be published: for each batch one row. Read what is there, delete after the acknowledgement.
CREATE TABLE outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  topic text NOT NULL,
  partition int NOT NULL,
  records bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
"""

OFFSETS = {"topic": "text", "partition": "integer", "next_offset": "bigint"}
INBOX = {
    "event_id": "uuid",
    "actor": "text",
    "outcome": "text",
    "reason": "text",
    "topic": "text",
    "partition": "integer",
    "offset": "bigint",
    "at": "timestamp with time zone",
}
OUTBOX = {
    "id": "bigint",
    "topic": "text",
    "partition": "integer",
    "records": "bytea",
    "created_at": "timestamp with time zone",
}
KEYS = {"inbox": ["event_id", "at"], "outbox": ["id"]}
OFFSETS_KEY = ["topic", "partition"]

COLUMNS = """
SELECT attname AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute
WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped
"""
KEY = """
SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)
WHERE i.indrelid = to_regclass($1) AND i.indisprimary ORDER BY array_position(i.indkey::int2[], a.attnum)
"""


class TablesDiffer(Exception):
    """The database's tables are not those of the package; the message names each difference."""


async def check_tables(
    connection: asyncpg.Connection, offsets: Sequence[str] = ("consumed",), *, inbox: bool = True
) -> None:
    """Raises TablesDiffer if a table, one of its columns or its primary key is missing or different.

    `offsets` names the tables of offsets. Additional columns are allowed.
    """
    warn_of_other_unicode()  # what these tables hold was decided with the known ones
    wanted = {**dict.fromkeys(offsets, OFFSETS), **({"inbox": INBOX} if inbox else {}), "outbox": OUTBOX}
    found = [problem for table, columns in wanted.items() for problem in await _problems(connection, table, columns)]
    if found:
        raise TablesDiffer(f"{'; '.join(found)}: run the migrations, or compare with `python -m plumbing.eventlog`")


async def _problems(connection: asyncpg.Connection, table: str, wanted: dict[str, str]) -> list[str]:
    there = {row["name"]: row["type"] for row in await connection.fetch(COLUMNS, table)}
    if not there:
        return [f"there is no table {table}"]
    found = [
        f"{table}.{name} is {there.get(name, 'missing')}, not {kind}"
        for name, kind in wanted.items()
        if there.get(name) != kind
    ]
    key = [row["attname"] for row in await connection.fetch(KEY, table)]
    if key != (expected := KEYS.get(table, OFFSETS_KEY)):
        found.append(f"the primary key of {table} is {key}, not {expected}")
    return found
