"""Reports are read from the records of notify's instances."""

from __future__ import annotations

from uuid import uuid4

from plumbing.telemetry import metrics
from services.fair.sessions.reported_viewers import reports
from services.fair.sessions.viewers import SETTLES
from tests.services.fair.sessions.watched import report, reported
from tests.services.fair.story import at

SESSION = uuid4()


def test_each_session_is_told_with_its_time() -> None:
    """Rooms of fairs and of kinds that are not known here are left out."""
    records = [report(f"session:{SESSION}", at(0), 3, 4), report("fair:x", at(1), 1, 1), report("new", at(1), 1, 1)]
    ((session, time, told),) = reports(records)
    assert (session, time, told.viewers, told.peak) == (SESSION, at(0) + SETTLES, 3, 4)


def test_an_unreadable_report_is_counted_and_skipped() -> None:
    """The ones around it are read."""
    counter = metrics.UNREADABLE.labels("livefair.presence")
    before = counter._value.get()
    records = [reported(b"{", at(0)), report(f"session:{SESSION}", at(0), 3, 4), reported(b"", at(0))]
    assert [session for session, _, _ in reports(records)] == [SESSION]
    assert counter._value.get() == before + 2
