"""Recounts a world's counters and job numbers from its applications."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from services.fair.applications.application import Application
from tests.services.fair.deciding import World

MATCHED = ("accepted", "hired")
SUBMITTED = ("ApplicationReceived", "ApplicationWaitlisted")


def balance(world: World) -> None:
    """Assert that every stored number equals a recount."""
    assert world.books.keys() >= world.fairs.keys()
    for fair, books in world.books.items():
        assert books.counters == counters(world, fair)
    for job in world.jobs.values():
        assert (job.submissions, job.standing, job.invitations, job.matches) == job_numbers(world, job.id)
    for one in world.applicants.values():
        assert (one.standing, one.matches) == applicant_numbers(world, one.fair, one.student)
    for session, kept in world.counters.items():
        assert kept == room_counters(world, session)


def counters(world: World, fair: UUID) -> dict[str, int]:
    """The counters of a fair."""
    open_jobs = [job for job in world.jobs.values() if job.fair == fair and job.state == "open"]
    own = [one for one in world.applications.values() if one.fair == fair]
    standing, states = [one for one in own if one.state != "withdrawn"], Counter(one.state for one in own)
    counted = {
        "enterprises": sum(booth.fair == fair and booth.state == "approved" for booth in world.booths.values()),
        "jobs": len(open_jobs),
        "positions": sum(job.terms.headcount for job in open_jobs),
        "applications": len(standing),
        "applicants": len({application.student for application in standing}),
        "shortlisted": _ever(own, "ApplicantShortlisted"),
        "invited": _ever(own, "ApplicantInvited"),
        "matches": sum(states[state] for state in MATCHED),
        "hired": states["hired"],
        "refused": sum(one.state == "refused" and (one.drop is None or one.admitted) for one in own),
        "sessions": sum(session.fair == fair for session in world.sessions.values()),
        "drops": sum(drop.fair == fair for drop in world.drops.values()),
    }
    return {name: counted.get(name, 0) for name in world.books[fair].counters}


def job_numbers(world: World, job: UUID) -> tuple[int, int, int, int]:
    """Submissions, live applications, open invitations and matches of a job."""
    own = [one for one in world.applications.values() if one.job == job]
    submissions = sum(step.event in SUBMITTED for one in own for step in one.history)
    standing = sum(one.state != "withdrawn" for one in own)
    return submissions, standing, sum(one.state == "invited" for one in own), matches(own)


def applicant_numbers(world: World, fair: UUID, student: str) -> tuple[int, int]:
    """Live applications and matches of a student in a fair."""
    own = [one for one in world.applications.values() if (one.fair, one.student) == (fair, student)]
    return sum(one.state != "withdrawn" for one in own), matches(own)


def room_counters(world: World, session: UUID) -> dict[str, int]:
    """The counters of a session's room."""
    drops = [drop for drop in world.drops.values() if drop.session == session]
    counted = {"drops": len(drops), "applications": 0}
    for drop in drops:
        through = [one for one in world.applications.values() if one.drop == drop.id and one.state != "withdrawn"]
        counted["applications"] += len(through)
        counted[f"drop:{drop.id}:applications"] = len(through)
        if drop.cap is not None:
            counted[f"drop:{drop.id}:remaining"] = drop.cap - sum(one.admitted for one in through)
    return counted


def matches(applications: Iterable[Application]) -> int:
    return sum(one.state in MATCHED for one in applications)


def _ever(applications: Iterable[Application], event: str) -> int:
    return sum(any(step.event == event for step in one.history) for one in applications)
