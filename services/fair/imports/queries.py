"""The SQL of the reads of imports."""

from __future__ import annotations

_IMPORT = """
id, fair, org, dry_run, state, rows, accepted, duplicates, rejected_count, warnings_count, bytes_read, bytes,
reason, code, params, started_at, moved_at
"""
IMPORT = f"SELECT {_IMPORT} FROM imports WHERE id = $1 AND person = $2"
IMPORTS_OF_PERSON = f"""
SELECT {_IMPORT} FROM imports
WHERE person = $1 AND NOT dry_run AND ($2::timestamptz IS NULL OR (started_at, id) < ($2, $3::uuid))
ORDER BY started_at DESC, id DESC LIMIT $4
"""
