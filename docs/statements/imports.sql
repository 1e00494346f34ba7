-- Printed by `make contracts` from the tables that the noun describes; do not edit.

-- imports: upsert
INSERT INTO imports (id, fair, person, org, dry_run, state, rows, accepted, duplicates, rejected_count,
  warnings_count, bytes_read, bytes, reason, code, params, started_at, moved_at)
SELECT id, fair, person, org, dry_run, state, rows, accepted, duplicates, rejected_count, warnings_count, bytes_read,
  bytes, reason, code, params, started_at, moved_at
FROM json_to_recordset($1::json) AS new (id uuid, fair uuid, person text, org text, dry_run boolean, state text, rows
  int, accepted int, duplicates int, rejected_count int, warnings_count int, bytes_read bigint, bytes bigint, reason
  text, code text, params jsonb, started_at timestamptz, moved_at timestamptz)
ON CONFLICT (id) DO UPDATE SET state = excluded.state, rows = excluded.rows, accepted = excluded.accepted, duplicates
  = excluded.duplicates, rejected_count = excluded.rejected_count, warnings_count = excluded.warnings_count,
  bytes_read = excluded.bytes_read, bytes = excluded.bytes, reason = excluded.reason, code = excluded.code, params =
  excluded.params, moved_at = excluded.moved_at;
