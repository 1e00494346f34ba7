"""How imports are loaded and written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from services.fair.imports.job_import import JobImport, Progress
from services.fair.imports.rows import ImportRows
from services.fair.kernel.port import Port, Row, Write, by_key
from services.fair.kernel.state import State
from services.fair.kernel.tables import Table, columns

PROGRESS = tuple(Progress.__dataclass_fields__)

IMPORTS = Table(
    "imports",
    ("id",),
    columns(
        "id uuid",
        "fair uuid fixed",
        "person text fixed",
        "org text fixed",
        "dry_run boolean fixed",
        "state text",
        "rows int",
        "accepted int",
        "duplicates int",
        "rejected_count int",
        "warnings_count int",
        "bytes_read bigint",
        "bytes bigint",
        "reason text",
        "code text",
        "params jsonb",
        "started_at timestamptz fixed",
        "moved_at timestamptz",
    ),
)


def _import_of(row: Row) -> JobImport:
    progress = Progress(*(row[name] for name in PROGRESS))
    ids = (row["id"], row["fair"], row["person"], row["org"], row["dry_run"])
    return JobImport(*ids, progress, row["started_at"], row["moved_at"])


IMPORTS_BY_KEY = by_key(IMPORTS, _import_of)
WRITE_IMPORTS = IMPORTS.upsert()
STATEMENTS = (WRITE_IMPORTS,)


async def load(port: Port, state: State) -> None:
    """The imports that the batch names."""
    rows = state.of(ImportRows)
    if rows.wanted:
        for found in await port.select(IMPORTS_BY_KEY, list(rows.wanted)):
            rows.imports[found.id] = found


def writes(state: State) -> Iterator[Write]:
    rows = state.of(ImportRows)
    yield Write(WRITE_IMPORTS, (_row(rows.imports[one]) for one in rows.changed))


def _row(one: JobImport) -> dict[str, object]:
    flat = {name: getattr(one, name) for name in JobImport.__dataclass_fields__ if name != "progress"}
    return {**flat, **asdict(one.progress)}
