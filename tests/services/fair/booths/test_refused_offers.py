"""What a refused booth has offered ends, nothing new is offered in its name, and those who wait for it are told."""

from __future__ import annotations

from schemas.rooms import person_room
from services.fair.applications.selection import InvitationExpired
from services.fair.kernel.outcomes import Refused
from tests.plumbing.postgres.connections import connection_to
from tests.services.fair.applications.test_selection import DAY
from tests.services.fair.deciding import Timed, play, replays, timed
from tests.services.fair.hearing import items_by_room
from tests.services.fair.hosting import Host, states
from tests.services.fair.story import Entry, at
from tests.services.fair.tables import filled

h = Host()
STUDENTS = ("stu-1", "stu-2", "stu-3")


def chosen() -> list[Timed]:
    """A job with one opening: the first of three is invited, the second waits on the ranking, the third waits."""
    _, *ready = h.ready()
    applied = [h.submitted(student) for student in STUDENTS]
    shortlisted = [h.shortlisted(student) for student in STUDENTS[:2]]
    log: list[Timed] = [h.scheduled(ends_at=at(9 * DAY)), *ready, h.amended(headcount=1), *applied, *shortlisted]
    return [*log, h.ranked("stu-2"), h.invited("stu-1")]


def test_its_open_invitations_lapse() -> None:
    """At the next look at deadlines, with the reason; nobody moves up, and nobody can accept meanwhile."""
    world, outcomes = play(*chosen(), h.refused(), h.deadline_passed("stu-1"))
    [outcome] = outcomes
    assert isinstance(outcome, InvitationExpired)
    assert outcome.application.reason == "booth_refused"
    assert states(world) == {"stu-1": "expired", "stu-2": "shortlisted", "stu-3": "submitted"}
    [outcome] = play(*chosen(), h.refused(), h.accepted("stu-1"))[1]
    assert isinstance(outcome, Refused)
    assert (outcome.reason, outcome.state) == ("booth_refused", "invited")


def test_after_a_new_approval_they_stand() -> None:
    """The watcher asked in vain: the invitation is open until its deadline."""
    world, [outcome] = play(*chosen(), h.refused(), h.approved(), h.deadline_passed("stu-1"))
    assert getattr(outcome, "reason", None) == "deadline_not_reached"
    assert states(world)["stu-1"] == "invited"


def test_nobody_moves_up_in_its_name() -> None:
    """A student who gives a place back frees it for nobody, whether the place was offered or taken."""
    for back in ([h.declined("stu-1")], [h.withdrawn("stu-1")]):
        moved = states(play(*chosen(), *back)[0])
        assert moved["stu-2"] == "invited", "an approved booth offers it to the next"
        world, outcomes = play(*chosen(), h.refused(), *back)
        assert (len(outcomes), states(world)["stu-2"]) == (1, "shortlisted")
    world, _ = play(*chosen(), h.accepted("stu-1"), h.refused(), h.withdrawn("stu-1"))
    assert states(world) == {"stu-1": "withdrawn", "stu-2": "shortlisted", "stu-3": "submitted"}


def test_a_closing_round_passes_it_over() -> None:
    """Its ranking counts for nothing, though both sides had ranked each other."""
    beginning: list[Timed] = [*chosen(), h.declined("stu-1"), h.declined("stu-2"), h.wished("stu-3", "a")]
    ranked: list[Timed] = [h.shortlisted("stu-3"), h.ranked("stu-3")]
    assert states(play(*beginning, *ranked, h.round_held())[0])["stu-3"] == "accepted"
    assert states(play(*beginning, *ranked, h.refused(), h.round_held())[0])["stu-3"] == "shortlisted"


def test_those_who_wait_are_told() -> None:
    """Each in `me`, once, with an id of its own; not the organizer's reason. Their applications stay as they are."""
    before = states(play(*chosen())[0])
    world, _ = play(*chosen(), h.withdrawn("stu-3"), h.refused(reason="They owe us money"))
    assert states(world) == {**before, "stu-3": "withdrawn"}
    rooms = items_by_room(world.records)
    told = {
        student: [item for item in rooms[person_room(student)] if item.event == "BoothRefused"] for student in STUDENTS
    }
    assert told["stu-3"] == []
    for student in ("stu-1", "stu-2"):
        [item] = told[student]
        assert (item.data["state"], item.data["reason"]) == (before[student], "booth_refused")
        assert item.data.keys() >= {"fair", "job", "application", "org", "place"}
    assert len({str(told[student][0].event_id) for student in ("stu-1", "stu-2")}) == 2


def test_the_cut_into_batches_does_not_matter() -> None:
    """The booth is loaded with the desk, whichever record of the batch needs it."""
    log = timed([*chosen(), h.accepted("stu-1"), h.refused(), h.withdrawn("stu-1"), h.deadline_passed("stu-1")])
    first, *others = [memory.rows() for memory in replays(log)]
    assert sorted(row["state"] for row in first["applications"]) == ["shortlisted", "submitted", "withdrawn"]
    assert all(rows == first for rows in others)


async def test_postgres_finds_the_booth_and_those_who_wait(database: str) -> None:
    """Batches of one record: the applicants are told, the invitation lapses, and nobody moves up."""
    entries = [entry for entry in chosen() if isinstance(entry, Entry)]
    await filled(database, [*entries, h.refused(), h.deadline_passed("stu-1")], size=1)
    async with connection_to(database) as connection:
        rows = await connection.fetch("SELECT student, state, reason FROM applications ORDER BY student")
        outbox = b"".join([bytes(str(row), "utf-8") for row in await connection.fetch("SELECT * FROM outbox")])
    assert [tuple(row) for row in rows] == [
        ("stu-1", "expired", "booth_refused"),
        ("stu-2", "shortlisted", None),
        ("stu-3", "submitted", None),
    ]
    for student in STUDENTS:
        assert person_room(student).encode() in outbox
