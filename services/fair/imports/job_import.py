"""The import of a file of jobs in the background: running, then done, cancelled or failed. Its command and rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from services.fair.fairs.fair import Fair
from services.fair.kernel.commands import Command
from services.fair.kernel.context import Context
from services.fair.kernel.outcomes import Outcome, Refused, Unchanged

RUNNING, CANCELLED = "running", "cancelled"
ROLES = ("enterprise", "organizer")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import has come: absolute numbers of rows, and how much of the file was read; why it failed."""

    state: str
    rows: int
    accepted: int
    duplicates: int
    rejected_count: int
    warnings_count: int
    bytes_read: int
    bytes: int
    reason: str | None = None
    code: str | None = None
    params: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class JobImport:
    """An import of `person`, who alone may see it. `org` is None where an organizer imports for all enterprises."""

    id: UUID
    fair: UUID
    person: str
    org: str | None
    dry_run: bool
    progress: Progress
    started_at: datetime
    moved_at: datetime


@dataclass(frozen=True, slots=True)
class ReportImport(Command):
    """An instance of ingest reports progress in the name of the person who started the import."""

    job_import: UUID
    org: str | None
    dry_run: bool
    progress: Progress


@dataclass(frozen=True, slots=True)
class ImportReported(Outcome):
    """`job_import` is the import's new state."""

    job_import: JobImport


class AtImport(NamedTuple):
    """The fair, and the import if it is known."""

    fair: Fair | None
    job_import: JobImport | None


def decide_report(met: AtImport, command: ReportImport, context: Context) -> Outcome:
    """The first report starts the import. An import that has ended, or has come further, stays as it is.

    Only the numbers of one that was cancelled may grow: by the rows that were read until its run noticed.
    """
    fair, known = met
    if fair is None:
        return Refused("unknown_fair")
    if context.role not in ROLES:
        return Refused("not_yours")
    if known is None:
        ids = (command.job_import, command.fair, context.actor, command.org, command.dry_run)
        return ImportReported(JobImport(*ids, command.progress, context.now, context.now))
    if (known.fair, known.person) != (command.fair, context.actor):
        return Refused("unknown_import")
    stood, told = known.progress, command.progress
    is_late = stood.state == told.state == CANCELLED and told.rows > stood.rows
    if stood.state != RUNNING and not is_late:
        return Unchanged("import_ended")
    if told.state == RUNNING and told.bytes_read < stood.bytes_read:
        return Unchanged("import_further")
    return ImportReported(replace(known, progress=told, moved_at=context.now))
