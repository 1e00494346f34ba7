"""What an application adds to the counters of its fair, its job and its student, as a table."""

from __future__ import annotations

import pytest

from services.fair.applications.application import Applicant, Application
from services.fair.applications.counts import adds, applicant_adds, applicant_counting, job_counting
from tests.services.fair.deciding import decide_all
from tests.services.fair.story import Entry, Teller

t = Teller()
READY = t.ready()
SHORTLISTED = [t.submitted(), t.shortlisted()]
INVITED = [*SHORTLISTED, t.invited()]
ACCEPTED = [*INVITED, t.accepted()]
BASE = {"applications": 1}
EVER = {**BASE, "shortlisted": 1, "invited": 1}
TABLE: dict[str, tuple[list[Entry], dict[str, int]]] = {
    "nothing": ([], {}),
    "submitted": ([t.submitted()], BASE),
    "viewed": ([t.submitted(), t.viewed()], BASE),
    "withdrawn": ([t.submitted(), t.withdrawn()], {}),
    "on the shortlist": (SHORTLISTED, {**BASE, "shortlisted": 1}),
    "invited": (INVITED, EVER),
    "invited at once": ([t.submitted(), t.invited()], {**BASE, "invited": 1}),
    "accepted": (ACCEPTED, {**EVER, "matches": 1}),
    "hired": ([*ACCEPTED, t.hired()], {**EVER, "matches": 1, "hired": 1}),
    "declined": ([*INVITED, t.declined()], EVER),
    "refused": ([*SHORTLISTED, t.turned_down()], {**BASE, "shortlisted": 1, "refused": 1}),
    "submitted again after the shortlist": (
        [*SHORTLISTED, t.withdrawn(), t.submitted()],
        {**BASE, "shortlisted": 1},
    ),
    "submitted again after an invitation": (
        [t.submitted(), t.invited(), t.withdrawn(), t.submitted()],
        {**BASE, "invited": 1},
    ),
    "withdrawn after a match": ([*ACCEPTED, t.withdrawn()], {"shortlisted": 1, "invited": 1}),
}


def application_after(log: list[Entry]) -> Application | None:
    world, _ = decide_all([*READY, *log])
    return next(iter(world.applications.values()), None)


@pytest.mark.parametrize("name", TABLE)
def test_what_it_adds(name: str) -> None:
    """Each application adds these numbers to its fair's counters; counters that are not listed stay zero."""
    log, then = TABLE[name]
    assert dict(adds(application_after(log))) == then


def test_a_student_counts_once() -> None:
    """A student is counted once, as long as one of their applications is live."""
    for standing in (1, 3):
        assert dict(applicant_adds(Applicant(t.fair, "stu-1", standing))) == {"applicants": 1}
    assert not applicant_adds(Applicant(t.fair, "stu-1"))
    assert not applicant_adds(None)


def test_the_numbers_of_a_job() -> None:
    """Each state of an application adds to the matching number of its job; only a submission counts as one."""
    job = decide_all(READY)[0].jobs[t.job("a")]
    submitted, invited, accepted = (application_after(log) for log in ([t.submitted()], INVITED, ACCEPTED))
    assert submitted is not None
    assert invited is not None
    assert accepted is not None
    one = job_counting(job, None, submitted, received=True)
    assert (one.submissions, one.standing, one.invitations, one.matches) == (1, 1, 0, 0)
    two = job_counting(one, submitted, invited, received=False)
    assert (two.submissions, two.standing, two.invitations, two.matches) == (1, 1, 1, 0)
    three = job_counting(two, invited, accepted, received=False)
    assert (three.submissions, three.standing, three.invitations, three.matches) == (1, 1, 0, 1)


def test_the_numbers_of_a_student() -> None:
    """A step that does not concern the student's numbers leaves them unchanged."""
    submitted, accepted = application_after([t.submitted()]), application_after(ACCEPTED)
    assert submitted is not None
    assert accepted is not None
    known = applicant_counting(None, None, submitted)
    assert known == Applicant(t.fair, "stu-1", 1, 0)
    assert applicant_counting(known, submitted, submitted) is known
    assert applicant_counting(known, submitted, accepted) == Applicant(t.fair, "stu-1", 1, 1)
    assert applicant_counting(None, submitted, submitted) is None
