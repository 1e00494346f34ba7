"""Joining a room with a snapshot, or from a position."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plumbing.limits import ADDRESS, PERSON
from services.notify.rooms import hub as hub_module
from services.notify.rooms.channels import WAITING
from services.notify.rooms.hub import WAIT_S
from services.notify.rooms.pace import TICK_S
from services.notify.rooms.permissions import RoomName
from tests.services.notify.watching import DESK, FAIR, HALL, OTHER_FAIR, OWN, Stage, record

OTHER = RoomName(OTHER_FAIR, OTHER_FAIR, stands=False)


@pytest.fixture
def stage() -> Stage:
    return Stage()


def test_resuming_brings_what_was_missed(stage: Stage) -> None:
    """`resumed` at the client's position, one update, then the same frames as all others."""
    stage.read(record(FAIR, 1, 1, counters={"jobs": 1, "drops": 0}))
    gone = stage.join()
    stage.hub.leave(gone, HALL)
    stage.read(record(FAIR, 2, 2, counters={"jobs": 2, "drops": 0}))
    stage.join(since=gone.position, viewer=gone)
    assert gone.kinds == ["snapshot", "resumed", "update"]
    assert gone.frames[1]["position"] == "epoch:0:0"
    assert gone.frames[2]["counters"] == {"jobs": 2}
    assert gone.items == [1, 2]


def test_resuming_where_nothing_was_missed(stage: Stage) -> None:
    """`resumed` alone, with a position that includes other rooms' records."""
    stage.read(record(FAIR, 1, 1))
    viewer = stage.join()
    stage.hub.leave(viewer, HALL)
    stage.read(record(OWN.key, 2, 2))
    stage.join(since=viewer.position, viewer=viewer)
    assert viewer.kinds == ["snapshot", "resumed"]
    assert viewer.position == "epoch:0:1"


@pytest.mark.parametrize("since", ["another-epoch:0:1", "epoch:1:0", "nonsense", ""])
def test_a_place_of_another_log_is_told_to_reload(stage: Stage, since: str) -> None:
    """`reload`, then a snapshot, at once."""
    stage.read(record(FAIR, 1, 1))
    viewer = stage.join(since=since)
    assert viewer.kinds == ["reload", "snapshot"]
    assert viewer.frames[0]["reason"]


def test_a_place_from_before_the_ring_is_told_to_reload(stage: Stage) -> None:
    """The items since then are no longer all in memory."""
    stage.read(record(FAIR, 1, 1), *(record(FAIR, number, number) for number in range(2, 110)))
    assert stage.join(since="epoch:0:0").kinds == ["reload", "snapshot"]
    assert stage.join(since="epoch:0:50").kinds == ["resumed", "update"]


def test_a_place_that_is_ahead_is_waited_for(stage: Stage) -> None:
    """If another instance was faster, the answer waits until this one has read as far."""
    stage.read(record(FAIR, 1, 1))
    viewer = stage.join(since="epoch:0:1")
    assert viewer.frames == []
    stage.read(record(FAIR, 2, 2))
    stage.read(record(FAIR, 3, 3))
    assert viewer.items == [3]
    assert viewer.kinds == ["resumed", "update"]


def test_a_place_that_stays_ahead_is_told_to_reload(stage: Stage) -> None:
    """After two seconds."""
    stage.read(record(FAIR, 1, 1))
    viewer = stage.join(since="epoch:0:9")
    stage.wait(1.9)
    assert viewer.frames == []
    stage.wait(TICK_S)
    assert viewer.kinds == ["reload", "snapshot"]


def test_a_place_among_what_waits_is_not_told_twice(stage: Stage) -> None:
    """A client that already has waiting changes from another instance joins after the next frame."""
    stage.read(record(FAIR, 1, 1))
    stage.join()
    stage.read(record(FAIR, 2, 2))
    stage.read(record(FAIR, 3, 3))
    viewer = stage.join(since="epoch:0:2")
    assert viewer.frames == []
    stage.wait(TICK_S)
    stage.read(record(FAIR, 4, 4))
    stage.wait(TICK_S)
    assert viewer.items == [4]


def test_an_unknown_room_is_waited_for(stage: Stage) -> None:
    """The fair may have been created a moment ago."""
    viewer = stage.join()
    assert viewer.frames == []
    stage.read(record(FAIR, 1, 1))
    assert viewer.kinds == ["snapshot"]


def test_an_unknown_room_is_refused_in_the_end(stage: Stage) -> None:
    """After two seconds; `next_due` names the time."""
    viewer = stage.join()
    assert stage.hub.next_due == stage.now + hub_module.WAIT_S
    stage.wait(hub_module.WAIT_S)
    assert viewer.refused
    assert stage.hub.next_due is None


def test_waiting_is_bounded_of_all_and_of_each() -> None:
    """Beyond the bound or a share the answer is immediate; the place is given back by those who leave or enter."""
    stage = Stage(waiting=replace(WAITING, bound=3, shares={PERSON: 2, ADDRESS: 1}))
    ann, bob, guest = {PERSON: "ann"}, {PERSON: "bob"}, {ADDRESS: "192.0.2.1"}
    waiting = [stage.join(who=who) for who in (ann, ann, ann, guest, guest, bob)]
    assert [viewer.refused for viewer in waiting] == [False, False, True, False, True, True]
    stage.hub.leave(waiting[0], HALL)
    assert not stage.join(who=bob).refused
    stage.read(record(FAIR, 1, 1))
    assert [viewer.refused for viewer in (stage.join(OTHER, who=ann) for _ in range(3))] == [False, False, True]
    stage.wait(WAIT_S)
    assert not stage.join(OTHER, who=guest).refused


def test_who_leaves_while_waiting_is_not_let_in(stage: Stage) -> None:
    """Unsubscribing also ends the wait."""
    viewer = stage.join()
    stage.hub.leave(viewer, HALL)
    stage.read(record(FAIR, 1, 1))
    stage.wait(hub_module.WAIT_S)
    assert (viewer.frames, viewer.refused) == ([], False)


@pytest.mark.parametrize("room", [OWN, DESK])
def test_private_rooms_stand_before_anything_happens(stage: Stage, room: RoomName) -> None:
    """`me` and the client's enterprise room exist from the start, empty, and can be resumed from."""
    viewer = stage.join(room)
    assert viewer.frames == [
        {"type": "snapshot", "room": room.told, "position": "epoch:0:-1", "decided": None, "counters": {}, "items": []}
    ]
    stage.hub.leave(viewer, room)
    stage.read(record(room.key, 1, 1))
    stage.join(room, since=viewer.position, viewer=viewer)
    assert viewer.items == [1]


def test_an_unreadable_record_ends_resuming_from_before_it(stage: Stage) -> None:
    """It is skipped, and resuming across it is answered with `reload`."""
    stage.read(record(FAIR, 1, 1))
    viewer = stage.join()
    stage.hub.leave(viewer, HALL)
    stage.hub.skip(0, 1, stage.now)
    stage.offset = 2
    assert stage.join(since=viewer.position).kinds == ["reload", "snapshot"]
    assert stage.join(since="epoch:0:1").kinds == ["resumed"]


def test_a_hole_in_the_log_tells_viewers_to_reload(stage: Stage) -> None:
    """A missing offset or unreadable record may belong to any room, so all rooms of the partition reload."""
    stage.read(record(FAIR, 1, 1))
    viewer = stage.join()
    stage.offset += 1
    stage.read(record(OWN.key, 2))
    assert viewer.kinds == ["snapshot", "reload", "snapshot"]
    stage.hub.skip(0, stage.offset, stage.now)
    stage.offset += 1
    stage.read(record(FAIR, 3, 3))
    stage.wait(TICK_S)
    assert viewer.kinds[3:] == ["reload", "snapshot"]
    assert (viewer.items, viewer.position) == ([1, 3], "epoch:0:4")
