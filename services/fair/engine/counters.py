"""A fair's counters are a function of its rows: what each row adds, summed. A change adds after minus before."""

from __future__ import annotations

from services.fair.applications.application import MATCHED, Applicant, Application
from services.fair.booths.booth import Booth
from services.fair.jobs.job import Job
from services.fair.sessions.drop import Drop
from services.fair.sessions.session import Session

NAMES = (
    "enterprises",
    "jobs",
    "positions",
    "applications",
    "applicants",
    "shortlisted",
    "invited",
    "matches",
    "hired",
    "refused",
    "sessions",
    "drops",
)
FRESH = frozenset({"submitted", "waitlisted", "viewed"})
ONE_APPLICATION = (("applications", 1),)
Row = Booth | Job | Application | Applicant | Session | Drop


def none_yet() -> dict[str, int]:
    """The counters of a fair in which nothing has happened."""
    return dict.fromkeys(NAMES, 0)


def adds(row: Row) -> tuple[tuple[str, int], ...]:
    """What one row adds to its fair's counters."""
    if isinstance(row, Application):
        return _of_application(row)
    if isinstance(row, Applicant):
        return (("applicants", 1),) if row.standing > 0 else ()
    if isinstance(row, Job):
        return (("jobs", 1), ("positions", row.terms.headcount)) if row.state == "open" else ()
    if isinstance(row, Session):
        return (("sessions", 1),)
    if isinstance(row, Drop):
        return (("drops", 1),)
    return (("enterprises", 1),) if row.state == "approved" else ()


def _of_application(row: Application) -> tuple[tuple[str, int], ...]:
    """`shortlisted` and `invited` count who ever was; `matches` includes who was hired."""
    if row.state in FRESH and not row.was_shortlisted and not row.was_invited:
        return ONE_APPLICATION
    added = [("applications", 1)] if row.counts else []
    added += [("shortlisted", 1)] if row.was_shortlisted else []
    added += [("invited", 1)] if row.was_invited else []
    added += [("matches", 1)] if row.state in MATCHED else []
    if row.state == "hired" or (row.state == "refused" and not row.missed_its_drop):
        added.append((row.state, 1))
    return tuple(added)


def recount(counters: dict[str, int], before: Row | None, after: Row) -> None:
    """Move `counters` by what became of one row."""
    if before is not None:
        for name, number in adds(before):
            counters[name] -= number
    for name, number in adds(after):
        counters[name] += number
