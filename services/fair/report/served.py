"""The handlers of reports, exports and their figures, constructed together: they share the slots for making files."""

from __future__ import annotations

from plumbing.sealing.keys import Keys
from services.fair.kernel.read import Reads
from services.fair.kernel.reader import Reader
from services.fair.report.breakdown import BreakdownReads
from services.fair.report.export_reads import ExportReads
from services.fair.report.reads import ReportReads
from services.fair.report.rejected_reads import RejectedReads
from services.fair.report.sending import Slots


def report_reads(reader: Reader, keys: Keys, *, limited: bool) -> list[Reads]:
    """`limited`: an organization has shares of what is made."""
    slots = Slots(limited=limited)
    return [
        ExportReads(reader, slots, keys),
        ReportReads(reader, slots),
        RejectedReads(reader, slots),
        BreakdownReads(reader, limited=limited),
    ]
