"""A fair's counters are a function of its rows: what each row adds, summed. A change adds after minus before."""

from __future__ import annotations

from services.fair.domain.application import Applicant, Application
from services.fair.domain.booth import Booth
from services.fair.domain.job import Job

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
Row = Booth | Job | Application | Applicant


def none_yet() -> dict[str, int]:
    """The counters of a fair in which nothing has happened."""
    return dict.fromkeys(NAMES, 0)


def adds(row: Row) -> tuple[tuple[str, int], ...]:
    """What one row adds to its fair's counters."""
    if isinstance(row, Application):
        return () if row.state == "withdrawn" else (("applications", 1),)
    if isinstance(row, Applicant):
        return (("applicants", 1),) if row.standing > 0 else ()
    if isinstance(row, Job):
        return (("jobs", 1), ("positions", row.terms.headcount)) if row.state == "open" else ()
    return (("enterprises", 1),) if row.state == "approved" else ()


def recount(counters: dict[str, int], before: Row | None, after: Row) -> None:
    """Move `counters` by what became of one row."""
    if before is not None:
        for name, number in adds(before):
            counters[name] -= number
    for name, number in adds(after):
        counters[name] += number
