"""An enterprise whose booth is refused can do nothing more in that fair until it is approved again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from schemas.rooms import enterprise_room, fair_room
from schemas.session import FairSessionPaused
from services.fair.kernel.outcomes import Refused
from tests.plumbing.postgres.connections import connection_to
from tests.services.fair.deciding import play, replays, timed
from tests.services.fair.hearing import room_records
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
    """Everything that an approved booth allows is refused until a new approval.

    Its jobs stay closed and its session stays ended, so some of it is refused for that reason afterwards.
    """
    _, allowed = play(*BEGINNING, ACTS[act]())
    assert not isinstance(allowed[0], Refused), allowed
    _, outcome = play(*BEGINNING, h.refused(), ACTS[act]())
    assert isinstance(outcome[0], Refused), outcome
    assert outcome[0].reason == NOT_APPROVED
    _, outcome = play(*BEGINNING, h.refused(), h.requested(), ACTS[act]())
    assert isinstance(outcome[0], Refused), "a new request is not an approval"
    _, outcome = play(*BEGINNING, h.refused(), h.approved(), ACTS[act]())
    assert getattr(outcome[0], "reason", None) in (None, "job_closed", "session_ended", "question_hidden"), outcome


def test_a_refusal_closes_what_is_open() -> None:
    """Jobs in the order in which they were published, live sessions with their drops; those of others stay."""
    log = [*BEGINNING, h.published("b"), h.dropped("a", cap=1), h.through("stu-2"), h.through("stu-3")]
    others = [h.requested("org-2"), h.approved("org-2"), h.published("c", "org-2")]
    others += [h.planned("c", name="s2", org="org-2"), h.started("s2", "org-2"), h.planned("a", name="later")]
    world, outcomes = play(*log, *others, h.refused())
    names = [type(one).__name__ for one in outcomes]
    assert names[:3] == ["BoothRefused", "JobClosed", "JobClosed"]
    assert sorted(names[3:]) == ["ApplicationRefused", "DropClosed", "FairSessionEnded"], names
    assert {job.id: job.state for job in world.jobs.values()} == {
        **{h.job(name): "closed" for name in "ab"},
        h.job("c"): "open",
    }
    found = {world.sessions[h.session(name)].state for name in ("s", "s2", "later")}
    assert found == {"ended", "live", "scheduled"}


def test_everybody_is_told_what_a_refusal_closed() -> None:
    """The fair's room and the enterprise, each job with an event id of its own and the reason."""
    world, _ = play(*BEGINNING, h.published("b"), h.refused())
    rooms = {one.room: one.items for one in room_records(world.records)}
    closed = [item for item in rooms[fair_room(h.fair)] if item.event == "JobClosed"]
    assert [item.data["job"] for item in closed] == [str(h.job(name)) for name in "ab"]
    assert len({item.event_id for item in closed}) == 2
    told = [item.data["reason"] for item in rooms[enterprise_room("org-1")] if item.event == "JobClosed"]
    assert told == ["booth_refused"] * 2


def test_staff_of_a_refused_booth_loses_its_powers() -> None:
    """Staff act for the enterprise, so the refusal of its booth stops them too."""
    by_staff = by_person(h.shortlisted(), "ann")
    beginning = [*BEGINNING, linked(h), joined(h)]
    assert not isinstance(play(*beginning, by_staff)[1][0], Refused)
    [outcome] = play(*beginning, h.refused(), by_staff)[1]
    assert isinstance(outcome, Refused)
    assert outcome.reason == NOT_APPROVED


def test_a_student_can_still_withdraw() -> None:
    """An application to a closed job stays the student's."""
    [outcome] = play(*BEGINNING, h.refused(), h.withdrawn())[1]
    assert not isinstance(outcome, Refused)


def test_the_cut_into_batches_does_not_matter() -> None:
    """A batch that begins after the refusal still loads the refused booth."""
    live = [h.published("b"), h.dropped("a", cap=1), h.through("stu-2"), h.through("stu-3")]
    beginning = [*BEGINNING, *live, linked(h), joined(h)]
    log = timed([*beginning, h.refused(), h.viewed(), by_person(h.shortlisted(), "ann")])
    first, *others = [memory.rows() for memory in replays(log)]
    assert [row["state"] for row in first["jobs"]] == ["closed", "closed"]
    assert sorted(row["state"] for row in first["applications"]) == ["refused", "submitted", "submitted"], first
    assert all(rows == first for rows in others)


async def test_the_store_loads_the_booth_of_the_sender(database: str) -> None:
    """On PostgreSQL, batches of one record: for an enterprise's token and for staff."""
    late = [h.viewed(), by_person(h.shortlisted(), "ann")]
    await filled(database, [*BEGINNING, linked(h), joined(h), h.refused(), *late], size=1)
    async with connection_to(database) as connection:
        ids = [one.envelope.id for one in late]
        rows = await connection.fetch("SELECT outcome, reason FROM inbox WHERE event_id = ANY($1)", ids)
    assert [tuple(row) for row in rows] == [("refused", NOT_APPROVED)] * 2
