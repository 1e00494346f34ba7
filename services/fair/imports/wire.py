"""From the event of an import to its command."""

from __future__ import annotations

from schemas import job_import as events
from services.fair.imports.job_import import Progress, ReportImport
from services.fair.kernel.commands import Command, CommandOf


def _report(event: events.ImportReported) -> Command:
    counts = event.counts
    numbers = (counts.rows, counts.accepted, counts.duplicates, counts.rejected_count, counts.warnings_count)
    why = (event.reason, event.code, event.params)
    progress = Progress(event.state, *numbers, event.bytes_read, event.bytes, *why)
    return ReportImport(event.fair, event.job_import, event.org, event.dry_run, progress)


COMMANDS: CommandOf = {events.ImportReported: _report}
