"""What a batch loads, as its commands name it."""

from __future__ import annotations

from uuid import uuid4

from services.fair.domain.approach import ApproachCard
from services.fair.domain.fair import ArchiveFair, CloseFair, OpenFair
from services.fair.domain.staff import HandOverApplicant, JoinStaff
from services.fair.touched import Touched

FAIR = uuid4()


def touching(*commands: object) -> Touched:
    touched = Touched()
    for command in commands:
        touched.add(command)  # type: ignore[arg-type]  # each is a command
    return touched


def test_the_end_of_a_fair_reaches_its_open_invitations() -> None:
    """No other move does."""
    assert touching(CloseFair(FAIR)).closing == touching(ArchiveFair(FAIR)).closing == {FAIR}
    opened = touching(OpenFair(FAIR))
    assert (opened.closing, opened.fairs) == (set(), {FAIR})


def test_an_approach_reaches_its_booth_and_job() -> None:
    """Beside what it touches of cards."""
    job, card, approach = uuid4(), uuid4(), uuid4()
    touched = touching(ApproachCard(FAIR, "org-1", job, card, approach, None, None))
    assert (touched.booths, touched.jobs, touched.employer_first.cards) == ({(FAIR, "org-1")}, {job}, {card})


def test_staff_reach_their_booth_and_a_hand_over_its_application() -> None:
    """And the rows of the people whom they are about."""
    link, job, application = uuid4(), uuid4(), uuid4()
    touched = touching(JoinStaff(FAIR, "org-1", link, "hr-7"), HandOverApplicant(FAIR, job, application, "hr-8", None))
    assert (touched.booths, touched.applications) == ({(FAIR, "org-1")}, {application})
    assert (touched.crew.links, touched.crew.people) == ({link}, {(FAIR, "hr-7"), (FAIR, "hr-8")})
