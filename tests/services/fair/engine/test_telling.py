"""Who is told what of which outcome."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from schemas.catalog import CATALOG_ENTRY
from schemas.rooms import RoomRecord
from schemas.topics import CATALOG, ROOMS
from services.fair.engine import telling as telling_module
from services.fair.engine.telling import Rooms, catalog_records
from services.fair.engine.translate import command_of
from services.fair.engine.world import World
from tests.services.fair.approaching import approached, card_of, hidden, shown, taken_up, turned_away
from tests.services.fair.memory import decide, said_of
from tests.services.fair.story import Entry, Teller, at, told

t = Teller()
FAIR, ENTERPRISE, ME = f"fair:{t.fair}", "enterprise:org-1", "me:stu-1"
READY = t.ready()
SUBMITTED = [*READY, t.submitted()]


def telling(given: list[Entry], *now: Entry) -> tuple[dict[str, RoomRecord], dict[str, Any]]:
    """What the batch `now` tells the rooms and the catalog, after `given`."""
    world = World()
    for one in told(given):
        decide(world, one)
    world.changed, world.announced, world.crew.changed_links = type(world.changed)(), set(), set()
    world.crew.changed_staff = set()
    world.stage.announced, world.stage.restaged = set(), set()
    rooms = Rooms()
    for one in told(now, len(given)):
        said = said_of(world, one)
        for case, outcome in decide(world, one):
            rooms.tell(case, command_of(one.event), outcome, said)
    records = list(rooms.records(world))
    assert {record.topic for record in records} <= {ROOMS.name}
    by_room = {record.key.decode(): RoomRecord.model_validate_json(record.value or b"") for record in records}
    assert all(name == record.room for name, record in by_room.items())
    entries = list(catalog_records(world))
    assert {record.topic for record in entries} <= {CATALOG.name}
    return by_room, {
        record.key.decode(): record.value and CATALOG_ENTRY.validate_json(record.value) for record in entries
    }


def both(*events: str) -> dict[str, list[str]]:
    """A step of an application: both sides hear of it, and the fair's counters may have moved."""
    return {FAIR: [], ENTERPRISE: [*events], ME: [*events]}


SHORTLISTED = [*SUBMITTED, t.shortlisted()]
INVITED = [*SHORTLISTED, t.invited()]
TWO = [*READY, t.amended(headcount=1), t.submitted("stu-1"), t.submitted("stu-2")]
TWO_INVITED = [*TWO, t.invited("stu-1"), t.invited("stu-2", overbook=True)]
TABLE: dict[str, tuple[list[Entry], Entry, dict[str, list[str]]]] = {
    "a new fair": ([], t.scheduled(), {FAIR: []}),
    "it opens": ([t.scheduled()], t.opened(), {FAIR: ["FairOpened"]}),
    "it closes": (READY, t.closed(), {FAIR: ["FairClosed"]}),
    "a request": ([t.scheduled()], t.requested(), {FAIR: []}),
    "a booth": (
        [t.scheduled(), t.requested()],
        t.approved(),
        {FAIR: ["BoothApproved"], ENTERPRISE: ["BoothApproved"], "me:hr of org-1": ["BoothApproved"]},
    ),
    "no booth": (
        [t.scheduled(), t.requested()],
        t.refused(),
        {FAIR: [], ENTERPRISE: ["BoothRefused"], "me:hr of org-1": ["BoothRefused"]},
    ),
    "a job": (READY, t.published("b"), {FAIR: ["JobPublished"], ENTERPRISE: ["JobFlagged"]}),
    "another headcount": (READY, t.amended(headcount=5), {FAIR: ["JobAmended"], ENTERPRISE: ["JobFlagged"]}),
    "a closed job": (READY, t.job_closed(), {FAIR: ["JobClosed"]}),
    "one that the organizer closes": (
        READY,
        t.job_closed_by_organizer(),
        {FAIR: ["JobClosed"], ENTERPRISE: ["JobClosed"]},
    ),
    "a submission": (
        READY,
        t.submitted(),
        {FAIR: [], ENTERPRISE: ["ApplicationReceived"], ME: ["ApplicationReceived"]},
    ),
    "a duplicate": (SUBMITTED, t.submitted(), {}),
    "a withdrawal": (SUBMITTED, t.withdrawn(), both("ApplicationWithdrawn")),
    "a read resume": (SUBMITTED, t.resume_read(), {FAIR: [], ME: ["ResumeRead"]}),
    "a look": (SUBMITTED, t.viewed(), both("ApplicationViewed")),
    "a shortlist": (SUBMITTED, t.shortlisted(), both("ApplicantShortlisted")),
    "an invitation": (SHORTLISTED, t.invited(), both("ApplicantInvited")),
    "an acceptance": (INVITED, t.accepted(), both("InvitationAccepted")),
    "a decline": (INVITED, t.declined(), both("InvitationDeclined")),
    "a hire": ([*INVITED, t.accepted()], t.hired(), both("ApplicantHired")),
    "a refused applicant": (SUBMITTED, t.turned_down(), both("ApplicationRefused")),
    "a ranking": (SUBMITTED, t.ranked("stu-1"), {FAIR: []}),
    "a deadline that has not passed": (INVITED, t.deadline_passed(), {}),
    "a deadline of nobody": (READY, t.deadline_passed(), {}),
    "the last place": (
        TWO_INVITED,
        t.accepted("stu-2"),
        {
            FAIR: [],
            ENTERPRISE: ["InvitationAccepted", "ApplicantShortlisted"],
            "me:stu-2": ["InvitationAccepted"],
            ME: ["ApplicantShortlisted"],
        },
    ),
    "an alternate": (
        [*TWO, t.shortlisted("stu-2"), t.ranked("stu-2"), t.invited("stu-1")],
        t.declined("stu-1"),
        {
            FAIR: [],
            ENTERPRISE: ["InvitationDeclined", "ApplicantInvited"],
            "me:stu-2": ["ApplicantInvited"],
            ME: ["InvitationDeclined"],
        },
    ),
    "a refusal": ([*READY, t.job_closed()], t.submitted(), {ME: ["RequestRefused"]}),
}


@pytest.mark.parametrize("name", TABLE)
def test_who_hears_what(name: str) -> None:
    """Given these events, when this one is decided, then these rooms hear these items."""
    given, when, then = TABLE[name]
    rooms, _ = telling(given, when)
    assert {room: [item.event for item in record.items] for room, record in rooms.items()} == then
    own = str(getattr(when.event, "application", None))
    for record in rooms.values():
        assert record.decided == f"livefair.fairs:0:{len(given)}"
        assert (record.counters is None) == (record.room != FAIR)
        for item in record.items:
            assert (item.event_id == when.envelope.id) == (item.data.get("application", own) == own)


def test_one_record_for_a_room_and_batch() -> None:
    """Many submissions of one batch: one record a room, its items in order, the counters as they are at the end."""
    students = [f"stu-{n}" for n in range(5)]
    rooms, catalog = telling(READY, *(t.submitted(student) for student in students))
    assert (rooms[FAIR].counters or {})["applications"] == 5
    assert [item.data["student"] for item in rooms[ENTERPRISE].items] == students
    assert [item.data["place"] for item in rooms[ENTERPRISE].items] == [1, 2, 3, 4, 5]
    assert catalog == {}


def test_items_hold_the_ids() -> None:
    """An application's item has its ids, state and place; only the enterprise's has who and the facets."""
    rooms, _ = telling(READY, t.submitted())
    [own], [theirs] = rooms[ME].items, rooms[ENTERPRISE].items
    ids = {"fair": str(t.fair), "job": str(t.job("a")), "org": "org-1", "state": "submitted", "place": 1}
    assert ids.items() <= own.data.items()
    assert "student" not in own.data
    assert theirs.data["facets"] == {"degree": "master", "major": "数学", "region": "上海"}
    assert "resume" not in json.dumps(theirs.data)


def test_a_refusal_says_why() -> None:
    """The sender hears the request, the reason and the ids that the request named."""
    rooms, _ = telling([*READY, t.closed()], t.submitted())
    data = rooms[ME].items[0].data
    assert (data["request"], data["reason"], data["job"]) == ("SubmitResume", "fair_closed", str(t.job("a")))
    assert "state" not in data


def test_a_refused_step_says_which_state_it_met() -> None:
    """To its sender, of either side; to one who has no part in it, nothing."""
    refused = "application_shortlisted"
    for step, room in ((t.accepted(), ME), (t.hired(), "me:hr of org-1")):
        rooms, _ = telling(SHORTLISTED, step)
        data = rooms[room].items[0].data
        assert (data["reason"], data["state"]) == (refused, "shortlisted")
    rooms, _ = telling(SHORTLISTED, t.accepted("stu-2"))
    data = rooms["me:stu-2"].items[0].data
    assert (data["reason"], "state" in data) == ("unknown_application", False)


def test_a_step_says_how_it_stands() -> None:
    """The deadline while there is one to keep, and why where there is a reason; never who else moved it."""
    rooms, _ = telling(SHORTLISTED, t.invited(deadline=at(500)))
    assert datetime.fromisoformat(rooms[ME].items[0].data["deadline"]) == at(500)
    rooms, _ = telling(TWO_INVITED, t.accepted("stu-2"))
    taken, match = rooms[ME].items[0].data, rooms["me:stu-2"].items[0].data
    assert (taken["state"], taken["reason"], "deadline" in taken) == ("shortlisted", "place_taken", False)
    assert (match["state"], "deadline" in match, "reason" in match) == ("accepted", False, False)
    assert "stu-2" not in json.dumps(taken)
    items = rooms[ENTERPRISE].items
    assert len({item.event_id for item in items}) == len(items) == 2
    assert items[1].event_id == rooms[ME].items[0].event_id


APPROACHED = [*READY, shown(t), approached(t)]
OF_CARDS: dict[str, tuple[list[Entry], Entry, dict[str, list[str]]]] = {
    "a card": (READY, shown(t), {FAIR: [], ME: ["CardShown"]}),
    "no card any more": ([*READY, shown(t)], hidden(t), {FAIR: [], ME: ["CardHidden"]}),
    "an approach": ([*READY, shown(t)], approached(t), both("EnterpriseApproached")),
    "an application": (APPROACHED, taken_up(t), both("ApproachAccepted", "ApplicationReceived")),
    "a no": (APPROACHED, turned_away(t), both("ApproachDeclined")),
}


@pytest.mark.parametrize("name", OF_CARDS)
def test_who_hears_of_cards_and_approaches(name: str) -> None:
    """Each item has an id of its own in its room; the enterprise hears no name before there is an application.

    Nor the id of a no's record: with an Idempotency-Key it is made of who sent it.
    """
    given, when, then = OF_CARDS[name]
    rooms, _ = telling(given, when)
    assert {room: [item.event for item in record.items] for room, record in rooms.items()} == then
    for record in rooms.values():
        assert len({item.event_id for item in record.items}) == len(record.items)
    if name != "an application" and ENTERPRISE in rooms:
        assert "stu-1" not in rooms[ENTERPRISE].model_dump_json()
        assert name != "a no" or rooms[ENTERPRISE].items[0].event_id != when.envelope.id


def test_an_approach_says_by_whom_and_for_what() -> None:
    """To the student: the booth's name, the job's title, until when."""
    rooms, _ = telling([*READY, shown(t)], approached(t, deadline=at(60)))
    [mine], [theirs] = rooms[ME].items, rooms[ENTERPRISE].items
    assert (mine.data["enterprise"], mine.data["title"]) == ("Enterprise org-1", "Job a")
    assert datetime.fromisoformat(mine.data["deadline"]) == at(60)
    assert theirs.data == {name: mine.data[name] for name in theirs.data}
    assert theirs.data["card"] == str(card_of(t))


def test_the_catalog_hears_of_states() -> None:
    """New things and changed states, each once a batch; a submission and an amendment are no news to it."""
    _, made = telling([], *READY)
    assert set(made) == {str(t.fair), f"booth:{t.fair}:org-1", str(t.job("a"))}
    assert (made[str(t.fair)].state, made[f"booth:{t.fair}:org-1"].state) == ("open", "approved")
    _, closed = telling(READY, t.amended(headcount=7), t.submitted(), t.job_closed())
    assert [(entry.kind, entry.state) for entry in closed.values()] == [("job", "closed")]
    _, nothing = telling(READY, t.amended(headcount=7), t.submitted())
    assert nothing == {}


def test_why_a_job_was_closed_is_told_to_its_enterprise_alone() -> None:
    """The organizer's reason stands in no public room."""
    rooms, _ = telling(READY, t.job_closed_by_organizer(reason="it asks for a deposit"))
    assert rooms[ENTERPRISE].items[0].data["reason"] == "it asks for a deposit"
    assert "reason" not in rooms[FAIR].items[0].data


def test_a_room_that_is_told_too_much_at_once_is_told_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each part up to its own record of the log, so that none looks like a repetition; the last has the counters."""
    monkeypatch.setattr("services.fair.engine.telling.ROOM_BYTES_MAX", 3_000)
    world, rooms = World(), Rooms()
    entries = [*READY, *(t.submitted(f"stu-{number}") for number in range(60))]
    for one in told(entries):
        said = said_of(world, one)
        for case, outcome in decide(world, one):
            rooms.tell(case, command_of(one.event), outcome, said)
    records = [(record, RoomRecord.model_validate_json(record.value or b"")) for record in rooms.records(world)]
    parts = [part for record, part in records if part.room == ENTERPRISE]
    offsets = [int(part.decided.rpartition(":")[2]) for part in parts]
    assert len(parts) > 3
    assert offsets == sorted(set(offsets))
    assert max(len(record.value or b"") for record, _ in records) <= 3_000
    received = [item for part in parts for item in part.items if item.event == "ApplicationReceived"]
    assert [item.data["place"] for item in received] == list(range(1, 61))
    (fair,) = (part for _, part in records if part.room == FAIR)
    assert fair.counters is not None
    assert fair.counters["applications"] == 60


def test_a_closing_round_is_told_to_all_concerned() -> None:
    """A match to both sides; to whoever took part and got nothing, that; to the public, that it was held."""
    given = [*TWO, t.ranked("stu-2", "stu-1"), t.wished("stu-1", "a"), t.wished("stu-2", "a"), t.wished("stu-3", "a")]
    held = t.round_held()
    rooms, _ = telling(given, held)
    names = {room: [item.event for item in record.items] for room, record in rooms.items()}
    assert names == {
        FAIR: ["ClosingRoundHeld"],
        ME: ["ClosingRoundHeld"],
        "me:stu-2": ["MatchedInRound"],
        ENTERPRISE: ["ClosingRoundHeld", "MatchedInRound"],
    }
    (mine,), (match,) = rooms[ME].items, rooms["me:stu-2"].items
    assert (mine.data["matched"], match.data["state"], match.data["job"]) == (False, "accepted", str(t.job("a")))
    assert rooms[ENTERPRISE].items[0].data["matches"] == 1
    assert set(rooms[FAIR].items[0].data) == {"fair", "round"}
    assert (rooms[FAIR].counters or {})["matches"] == 1
    assert mine.event_id == held.envelope.id != match.event_id


def test_a_room_that_one_record_tells_too_much_keeps_the_newest() -> None:
    """What one record of the log has caused cannot be divided; a record of the room has an end."""
    rooms, more = Rooms(), telling_module.ITEMS_MAX + 1
    position = "livefair.fairs:0:7"
    rooms.items[ENTERPRISE] = [{"event": "MatchedInRound", "number": n, "text": "x" * 400} for n in range(more)]
    rooms.causes[ENTERPRISE], rooms.decided[ENTERPRISE] = [position] * more, position
    (record,) = rooms.records(World())
    items = json.loads(record.value or b"")["items"]
    assert (len(items), items[-1]["number"]) == (telling_module.ITEMS_MAX, more - 1)
    assert len(record.value or b"") < 4 * 1_048_576
