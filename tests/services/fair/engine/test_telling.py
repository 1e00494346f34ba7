"""What a batch publishes: one record per room, split when large; refusals only to their senders."""

from __future__ import annotations

import json

import pytest

from schemas.topics import ROOMS
from services.fair.engine import telling as telling_module
from services.fair.engine.deciding import new_state
from services.fair.engine.telling import Rooms
from tests.services.fair.deciding import World
from tests.services.fair.hearing import heard, room_records, telling
from tests.services.fair.story import Entry, Teller, told

t = Teller()
FAIR, ENTERPRISE, ME = f"fair:{t.fair}", "enterprise:org-1", "me:stu-1"
READY = t.ready()
SUBMITTED = [*READY, t.submitted()]
SHORTLISTED = [*SUBMITTED, t.shortlisted()]
INVITED = [*SHORTLISTED, t.invited()]
TABLE: dict[str, tuple[list[Entry], Entry, dict[str, list[str]]]] = {
    "a duplicate": (SUBMITTED, t.submitted(), {}),
    "a deadline that has not passed": (INVITED, t.deadline_passed(), {}),
    "a deadline of nobody": (READY, t.deadline_passed(), {}),
    "a refusal": ([*READY, t.job_closed()], t.submitted(), {ME: ["RequestRefused"]}),
}


@pytest.mark.parametrize("name", TABLE)
def test_who_hears_what(name: str) -> None:
    """Given these events, deciding this event sends these items to these rooms."""
    heard(*TABLE[name])


def test_one_record_for_a_room_and_batch() -> None:
    """Many submissions in one batch: one record per room, its items in order, counters as of the end."""
    students = [f"stu-{n}" for n in range(5)]
    rooms, catalog = telling(READY, *(t.submitted(student) for student in students))
    assert (rooms[FAIR].counters or {})["applications"] == 5
    assert [item.data["student"] for item in rooms[ENTERPRISE].items] == students
    assert [item.data["place"] for item in rooms[ENTERPRISE].items] == [1, 2, 3, 4, 5]
    assert catalog == {}


def test_a_draft_has_no_room() -> None:
    """Only the sender of a refused request gets an item."""
    rooms, catalog = telling([t.draft()], t.fair_amended(title="Another"), t.opened())
    assert {room: [item.event for item in record.items] for room, record in rooms.items()} == {
        f"me:someone of {t.unit}": ["RequestRefused"]
    }
    assert catalog.keys() == {str(t.fair)}


def test_a_refusal_says_why() -> None:
    """The sender gets the request, the reason and the ids that the request named."""
    rooms, _ = telling([*READY, t.closed()], t.submitted())
    data = rooms[ME].items[0].data
    assert (data["request"], data["reason"], data["job"]) == ("SubmitResume", "fair_closed", str(t.job("a")))
    assert "state" not in data


def test_a_refused_step_says_which_state_it_met() -> None:
    """Senders of either side get the state; a sender who has no part in the application does not."""
    refused = "application_shortlisted"
    for step, room in ((t.accepted(), ME), (t.hired(), "me:hr of org-1")):
        rooms, _ = telling(SHORTLISTED, step)
        data = rooms[room].items[0].data
        assert (data["reason"], data["state"]) == (refused, "shortlisted")
    rooms, _ = telling(SHORTLISTED, t.accepted("stu-2"))
    data = rooms["me:stu-2"].items[0].data
    assert (data["reason"], "state" in data) == ("unknown_application", False)


def test_a_room_that_is_told_too_much_at_once_is_told_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each part has its own log position, so none looks like a repetition; the last one has the counters."""
    monkeypatch.setattr("services.fair.engine.telling.ROOM_BYTES_MAX", 3_000)
    world = World()
    world.apply(told([*READY, *(t.submitted(f"stu-{number}") for number in range(60))]))
    of_rooms = [record for record in world.records if record.topic == ROOMS.name]
    records = list(zip(of_rooms, room_records(world.records), strict=True))
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


def test_a_room_that_one_record_tells_too_much_keeps_the_newest() -> None:
    """The newest items are kept: items of one log record cannot be split, and a room's record is bounded."""
    rooms, more = Rooms(), telling_module.ITEMS_MAX + 1
    position = "livefair.fairs:0:7"
    rooms.items[ENTERPRISE] = [{"event": "MatchedInRound", "number": n, "text": "x" * 400} for n in range(more)]
    rooms.causes[ENTERPRISE], rooms.decided[ENTERPRISE] = [position] * more, position
    (record,) = rooms.records(new_state())
    items = json.loads(record.value or b"")["items"]
    assert (len(items), items[-1]["number"]) == (telling_module.ITEMS_MAX, more - 1)
    assert len(record.value or b"") < 4 * 1_048_576


def test_long_items_of_one_record_are_cut_by_bytes() -> None:
    """The newest that fit are kept, however few they are."""
    rooms, position = Rooms(), "livefair.fairs:0:7"
    rooms.items[ENTERPRISE] = [{"event": "MatchedInRound", "number": n, "text": "x" * 100_000} for n in range(60)]
    rooms.causes[ENTERPRISE], rooms.decided[ENTERPRISE] = [position] * 60, position
    (record,) = rooms.records(new_state())
    numbers = [item["number"] for item in json.loads(record.value or b"")["items"]]
    assert numbers == list(range(60 - len(numbers), 60))
    assert len(numbers) == telling_module.WHOLE_BYTES_MAX // 100_000
    assert len(record.value or b"") < 4 * 1_048_576
