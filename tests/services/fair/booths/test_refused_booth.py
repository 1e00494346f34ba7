"""An enterprise whose booth is refused can do nothing more in that fair until it is approved again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from schemas.session import FairSessionPaused
from services.fair.kernel.outcomes import Refused
from tests.plumbing.postgres.connections import connection_to
from tests.services.fair.deciding import play, replays, timed
from tests.services.fair.hosting import Host
from tests.services.fair.staff.story import HR, by_person, handed, joined, linked
from tests.services.fair.story import Entry
from tests.services.fair.tables import filled

NOT_APPROVED = "booth_not_approved"
h = Host()
ACTS: dict[str, Callable[[], Entry]] = {
    "amends a job": lambda: h.amended(headcount=9),
    "closes a job": h.job_closed,
    "views": h.viewed,
    "shortlists": h.shortlisted,
    "invites": h.invited,
    "refuses": h.turned_down,
    "ranks": lambda: h.ranked("stu-1"),
    "reads a resume": h.resume_read,
    "hands over": lambda: handed(h, HR),
    "drops a job": lambda: h.dropped("a"),
    "pauses a session": lambda: h.of(FairSessionPaused),
    "mutes": lambda: h.muted("stu-1"),
    "answers a question": h.answered,
}
BEGINNING = [*h.live("a"), h.submitted(), h.asked()]


@pytest.mark.parametrize("act", ACTS)
def test_what_a_refused_booth_may_not_do(act: str) -> None:
    """Everything that an approved booth allows is refused after the refusal, and works after a new approval."""
    _, allowed = play(*BEGINNING, ACTS[act]())
    assert not isinstance(allowed[0], Refused), allowed
    _, outcome = play(*BEGINNING, h.refused(), ACTS[act]())
    assert isinstance(outcome[0], Refused), outcome
    assert outcome[0].reason == NOT_APPROVED
    _, outcome = play(*BEGINNING, h.refused(), h.requested(), ACTS[act]())
    assert isinstance(outcome[0], Refused), "a new request is not an approval"
    _, outcome = play(*BEGINNING, h.refused(), h.approved(), ACTS[act]())
    assert not isinstance(outcome[0], Refused), outcome


def test_staff_of_a_refused_booth_loses_its_powers() -> None:
    """Staff act for the enterprise, so the refusal of its booth stops them too."""
    by_staff = by_person(h.shortlisted(), "ann")
    beginning = [*BEGINNING, linked(h), joined(h)]
    assert not isinstance(play(*beginning, by_staff)[1][0], Refused)
    [outcome] = play(*beginning, h.refused(), by_staff)[1]
    assert isinstance(outcome, Refused)
    assert outcome.reason == NOT_APPROVED


def test_a_session_of_a_refused_booth_can_still_end() -> None:
    """Ending a session stays allowed; otherwise nobody could end it before the fair closes."""
    world, _ = play(*BEGINNING, h.refused(), h.ended())
    assert world.sessions[h.session()].state == "ended"


def test_what_students_and_the_organizer_may_do_stays() -> None:
    """A student can still withdraw, and the organizer can still close the job."""
    for entry in (h.withdrawn(), h.job_closed_by_organizer()):
        assert not isinstance(play(*BEGINNING, h.refused(), entry)[1][0], Refused)


def test_the_cut_into_batches_does_not_matter() -> None:
    """A batch that begins after the refusal still loads the refused booth."""
    log = timed([*BEGINNING, linked(h), joined(h), h.refused(), h.viewed(), by_person(h.shortlisted(), "ann")])
    states = [[one.state for one in memory.applications.values()] for memory in replays(log)]
    assert states == [["submitted"]] * len(states)


async def test_the_store_loads_the_booth_of_the_sender(database: str) -> None:
    """On PostgreSQL, batches of one record: for an enterprise's token and for staff."""
    late = [h.viewed(), by_person(h.shortlisted(), "ann")]
    await filled(database, [*BEGINNING, linked(h), joined(h), h.refused(), *late], size=1)
    async with connection_to(database) as connection:
        ids = [one.envelope.id for one in late]
        rows = await connection.fetch("SELECT outcome, reason FROM inbox WHERE event_id = ANY($1)", ids)
    assert [tuple(row) for row in rows] == [("refused", NOT_APPROVED)] * 2
