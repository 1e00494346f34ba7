"""Every event of a fair becomes the command that it requests."""

from __future__ import annotations

import pytest

from plumbing.eventlog.reading import Received
from schemas.application import application_id
from schemas.job import JobAmended, JobChanges, Salary
from services.fair.applications.application import Resume, SubmitResume
from services.fair.applications.selection import InviteApplicant
from services.fair.engine.commands import command_of
from services.fair.jobs import terms
from services.fair.jobs.job import AmendJob, PublishJob, RankApplicants
from services.fair.jobs.terms import Terms
from services.fair.kernel.log import read
from tests.services.fair.story import SHA, Entry, Teller, at, record

t = Teller()
GOOD = t.submitted()
ALL: list[Entry] = [
    *t.ready(),
    t.refused(),
    t.amended(title="New"),
    t.job_closed(),
    GOOD,
    t.withdrawn(),
    t.resume_read(),
    t.viewed(),
    t.shortlisted(),
    t.invited(deadline=at(500), message="a path", overbook=True),
    t.accepted(),
    t.declined(),
    t.turned_down(reason="another field"),
    t.hired(),
    t.ranked("stu-2", "stu-1"),
    t.deadline_passed(),
    t.closed(),
]


@pytest.mark.parametrize("entry", ALL, ids=lambda entry: type(entry.event).__name__)
def test_every_event_of_a_fair_is_a_command(entry: Entry) -> None:
    """An event that is written and read again becomes the command with the same ids."""
    one = read(record(entry, 0))
    assert isinstance(one, Received)
    command = command_of(one.event)
    for name in ("fair", "org", "job", "application", "student", "title", "name", "reason", "deadline", "overbook"):
        if hasattr(command, name):
            assert getattr(command, name) == getattr(entry.event, name), name


def test_terms_are_values() -> None:
    """Lists and pay become values of the domain."""
    pay = Salary(min=8_000, max=15_000.5, period="month", currency="CNY")
    command = command_of(t.published(majors=["数学", "物理"], salary=pay).event)
    assert isinstance(command, PublishJob)
    assert command.terms == Terms(
        "Job a", 2, majors=("数学", "物理"), salary=terms.Salary(8_000, 15_000.5, "month", "CNY")
    )


def test_an_amendment_tells_null_from_nothing() -> None:
    """Only fields that are present change; null clears a field."""
    changes = JobChanges(region=None, headcount=3)
    one = read(record(Entry(JobAmended(fair=t.fair, job=t.job("a"), changes=changes), t.amended().envelope), 0))
    assert isinstance(one, Received)
    command = command_of(one.event)
    assert isinstance(command, AmendJob)
    assert command.changes == (("headcount", 3), ("region", None))


def test_an_invitation_names_its_words() -> None:
    """The command has the path of the message, not its text; a ranking keeps its order."""
    invite = command_of(t.invited(message="a path").event)
    assert isinstance(invite, InviteApplicant)
    assert (invite.invitation, invite.deadline, invite.overbook) == ("a path", None, False)
    rank = command_of(t.ranked("stu-2", "stu-1").event)
    assert isinstance(rank, RankApplicants)
    assert rank.applications == tuple(application_id(t.job("a"), student) for student in ("stu-2", "stu-1"))


def test_a_submission_names_its_resume() -> None:
    """The command has the resume's version and facets, and nothing else."""
    command = command_of(GOOD.event)
    assert isinstance(command, SubmitResume)
    assert command.resume == Resume(command.resume.id, SHA, None, "master", "数学", "上海")
