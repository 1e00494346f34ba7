"""Who is told what, and when."""

from __future__ import annotations

import json

import pytest

from schemas.rooms import RoomRecord
from services.notify import hub as hub_module
from services.notify.hub import FRAME_BYTES_MAX, Hub
from services.notify.permissions import RoomName
from tests.services.notify.watching import DESK, FAIR, HALL, OWN, Viewer, deliver, record


class Stage:
    """A hub, a clock, and the next offset of the one partition that it reads."""

    def __init__(self, kept_max: int = 100_000) -> None:
        self.hub: Hub[Viewer] = Hub("epoch", lambda key: 0, kept_max=kept_max)
        self.now = 100.0
        self.offset = 0

    def read(self, *records: RoomRecord) -> None:
        for one in records:
            self.hub.read(one.room, one, 0, self.offset, logged_ms=1_000, now=self.now)
            self.offset += 1
        deliver(self.hub.due(self.now))

    def join(self, room: RoomName = HALL, since: str | None = None, viewer: Viewer | None = None) -> Viewer:
        viewer = viewer or Viewer()
        deliver(self.hub.join(viewer, room, since, self.now))
        return viewer

    def wait(self, seconds: float) -> None:
        self.now += seconds
        deliver(self.hub.due(self.now))


@pytest.fixture
def stage() -> Stage:
    return Stage()


def test_joining_gives_a_snapshot(stage: Stage) -> None:
    """The counters and items as they are, at the place up to which was read."""
    stage.read(record(FAIR, 7, 1, 2, counters={"jobs": 2}), record(OWN.key, 8))
    (frame,) = stage.join().frames
    assert (frame["type"], frame["room"], frame["position"]) == ("snapshot", FAIR, "epoch:0:1")
    assert (frame["decided"], frame["counters"]) == ("livefair.fairs:0:7", {"jobs": 2})
    assert [item["data"]["n"] for item in frame["items"]] == [1, 2]


def test_the_first_change_after_a_pause_goes_out_at_once(stage: Stage) -> None:
    """No timer stands before it."""
    stage.read(record(FAIR, 1))
    viewer = stage.join()
    stage.read(record(FAIR, 2, 1))
    assert viewer.kinds == ["snapshot", "update"]


def test_later_changes_are_merged(stage: Stage) -> None:
    """At most one frame in a tenth of a second; no item is lost, counters have their last value."""
    stage.read(record(FAIR, 1))
    viewer = stage.join()
    for decided in range(2, 20):
        stage.read(record(FAIR, decided, decided, counters={"jobs": decided}))
    assert viewer.items == [2]
    stage.wait(0.05)
    assert viewer.items == [2]
    stage.wait(0.05)
    assert viewer.items == list(range(2, 20))
    assert viewer.frames[-1]["counters"] == {"jobs": 19}
    assert len(viewer.frames) == 3


def test_who_joins_between_frames_hears_everything_once(stage: Stage) -> None:
    """The snapshot is of what was told; what waits comes with the next frame, to all alike."""
    stage.read(record(FAIR, 1, 1))
    early = stage.join()
    stage.read(record(FAIR, 2, 2), record(FAIR, 3, 3))
    stage.read(record(FAIR, 4, 4))
    late = stage.join()
    assert late.items == [1, 2, 3]
    stage.wait(0.1)
    assert early.items == late.items == [1, 2, 3, 4]
    assert early.position == late.position


def test_a_frame_is_encoded_once(stage: Stage) -> None:
    """All viewers of a room get the same bytes in one delivery."""
    stage.read(record(FAIR, 1))
    viewers = [stage.join() for _ in range(3)]
    stage.hub.read(FAIR, record(FAIR, 2, 1), 0, 1, logged_ms=5, now=stage.now)
    (delivery,) = stage.hub.due(stage.now)
    assert not isinstance(delivery, hub_module.Refusal)
    assert (list(delivery.to), delivery.logged_ms) == (viewers, 5)


def test_a_large_burst_is_spread_over_frames(stage: Stage) -> None:
    """A frame ends with the record that fills it; every place that is told can be resumed from."""
    stage.read(record(FAIR, 0))
    viewer = stage.join()
    stage.read(*(record(FAIR, number, number, padding="x" * 50_000) for number in range(1, 16)))
    assert 1 < len(viewer.items) < 15
    resumed = stage.join(since=viewer.position)
    assert resumed.kinds == ["resumed"]
    resumed.items = list(viewer.items)
    stage.wait(0.1)
    stage.wait(0.1)
    stage.wait(0.1)
    assert viewer.items == resumed.items == list(range(1, 16))
    assert all(len(json.dumps(frame)) < FRAME_BYTES_MAX + 60_000 for frame in viewer.frames)


def test_resuming_brings_what_was_missed(stage: Stage) -> None:
    """`resumed` at the client's own place, then one update, and the next frames as for everyone."""
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
    """`resumed` alone, which carries the place on past other rooms' records."""
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
    """What was missed is no longer here as a whole."""
    stage.read(record(FAIR, 1, 1), *(record(FAIR, number, number) for number in range(2, 110)))
    assert stage.join(since="epoch:0:0").kinds == ["reload", "snapshot"]
    assert stage.join(since="epoch:0:50").kinds == ["resumed", "update"]


def test_a_place_that_is_ahead_is_waited_for(stage: Stage) -> None:
    """Another instance was faster: the resume goes on when this one has read as far."""
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
    stage.wait(0.1)
    assert viewer.kinds == ["reload", "snapshot"]


def test_a_place_among_what_waits_is_not_told_twice(stage: Stage) -> None:
    """Another instance has told what waits here for its frame: the viewer joins after that frame."""
    stage.read(record(FAIR, 1, 1))
    stage.join()
    stage.read(record(FAIR, 2, 2))
    stage.read(record(FAIR, 3, 3))
    viewer = stage.join(since="epoch:0:2")
    assert viewer.frames == []
    stage.wait(0.1)
    stage.read(record(FAIR, 4, 4))
    stage.wait(0.1)
    assert viewer.items == [4]


def test_an_unknown_room_is_waited_for(stage: Stage) -> None:
    """The fair may have been made a moment ago."""
    viewer = stage.join()
    assert viewer.frames == []
    stage.read(record(FAIR, 1, 1))
    assert viewer.kinds == ["snapshot"]


def test_an_unknown_room_is_refused_in_the_end(stage: Stage) -> None:
    """After two seconds, and `next_due` says when to look."""
    viewer = stage.join()
    assert stage.hub.next_due == stage.now + hub_module.WAIT_S
    stage.wait(hub_module.WAIT_S)
    assert viewer.refused
    assert stage.hub.next_due is None


def test_waiting_is_bounded(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the bound the answer is immediate."""
    monkeypatch.setattr(hub_module, "WAITING_MAX", 1)
    assert (stage.join().refused, stage.join().refused) == (False, True)


def test_who_leaves_while_waiting_is_not_let_in(stage: Stage) -> None:
    """Unsubscribing also ends the wait."""
    viewer = stage.join()
    stage.hub.leave(viewer, HALL)
    stage.read(record(FAIR, 1, 1))
    stage.wait(hub_module.WAIT_S)
    assert (viewer.frames, viewer.refused) == ([], False)


@pytest.mark.parametrize("room", [OWN, DESK])
def test_private_rooms_stand_before_anything_happens(stage: Stage, room: RoomName) -> None:
    """`me` and one's enterprise are there from the first moment, empty; a resume from there works."""
    viewer = stage.join(room)
    assert viewer.frames == [
        {"type": "snapshot", "room": room.told, "position": "epoch:0:-1", "decided": None, "counters": {}, "items": []}
    ]
    stage.hub.leave(viewer, room)
    stage.read(record(room.key, 1, 1))
    stage.join(room, since=viewer.position, viewer=viewer)
    assert viewer.items == [1]


def test_after_leaving_nothing_more_comes(stage: Stage) -> None:
    """What waited for the next frame is not told, and is not lost to the room."""
    stage.read(record(FAIR, 1, 1))
    viewer = stage.join()
    stage.read(record(FAIR, 2, 2))
    stage.read(record(FAIR, 3, 3))
    stage.hub.leave(viewer, HALL)
    stage.wait(1)
    assert viewer.items == [1, 2]
    assert stage.join().items == [1, 2, 3]


def test_a_room_left_and_joined_keeps_to_its_pace(stage: Stage) -> None:
    """A frame that was due for those who left is no frame for those who came."""
    stage.read(record(FAIR, 1))
    first = stage.join()
    stage.read(record(FAIR, 2))
    stage.read(record(FAIR, 3))
    stage.now += 0.05
    stage.hub.leave(first, HALL)
    second = stage.join()
    stage.read(record(FAIR, 4, 4))
    stage.read(record(FAIR, 5, 5))
    stage.wait(0.05)
    assert second.items == [4]
    stage.wait(0.05)
    assert second.items == [4, 5]


def test_repetitions_make_no_frame(stage: Stage) -> None:
    """What a zombie published again is told to nobody."""
    again = record(FAIR, 1, 1)
    stage.read(again)
    viewer = stage.join()
    stage.read(again)
    stage.wait(1)
    assert viewer.kinds == ["snapshot"]


def test_snapshots_of_a_room_are_encoded_once(stage: Stage) -> None:
    """A kept one is given until the room changes, also when nobody watched the change."""
    stage.read(record(FAIR, 1, 1))
    first, second = stage.join(), stage.join()
    third = stage.join()
    assert second.frames == third.frames
    for viewer in (first, second, third):
        stage.hub.leave(viewer, HALL)
    stage.read(record(FAIR, 2, 2))
    assert stage.join().items == [1, 2]


def test_an_unreadable_record_ends_resuming_from_before_it(stage: Stage) -> None:
    """It is passed over, and nobody resumes across it in silence."""
    stage.read(record(FAIR, 1, 1))
    viewer = stage.join()
    stage.hub.leave(viewer, HALL)
    stage.hub.skip(0, 1, stage.now)
    stage.offset = 2
    assert stage.join(since=viewer.position).kinds == ["reload", "snapshot"]
    assert stage.join(since="epoch:0:1").kinds == ["resumed"]


def test_a_hole_in_the_log_tells_viewers_to_reload(stage: Stage) -> None:
    """Offsets that are missing, or a record that is unreadable, may be of any room: all of the partition start anew."""
    stage.read(record(FAIR, 1, 1))
    viewer = stage.join()
    stage.offset += 1
    stage.read(record(OWN.key, 2))
    assert viewer.kinds == ["snapshot", "reload", "snapshot"]
    stage.hub.skip(0, stage.offset, stage.now)
    stage.offset += 1
    stage.read(record(FAIR, 3, 3))
    stage.wait(0.1)
    assert viewer.kinds[3:] == ["reload", "snapshot"]
    assert (viewer.items, viewer.position) == ([1, 3], "epoch:0:4")


def test_a_tombstone_keeps_its_turn(stage: Stage) -> None:
    """It takes away what was said before it and nothing of what comes after."""
    stage.read(record(OWN.key, 1, 1))
    viewer = stage.join(OWN)
    stage.read(record(OWN.key, 2, 2))
    stage.read(record(OWN.key, 3, 3))
    stage.hub.read(OWN.key, None, 0, stage.offset, 0, stage.now)
    stage.offset += 1
    stage.read(record(OWN.key, 4, 4))
    stage.wait(0.1)
    assert viewer.items == [1, 2, 3, 4]
    assert stage.join(OWN).items == [4]


def test_reading_on_is_held_back_when_too_much_waits(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hub is crowded until the next frames have gone out."""
    monkeypatch.setattr(hub_module, "PENDING_MAX", 3)
    stage.read(record(FAIR, 1))
    stage.join()
    stage.read(record(FAIR, 2))
    stage.read(record(FAIR, 3, 1, 2, 3))
    assert stage.hub.crowded
    stage.wait(0.1)
    assert not stage.hub.crowded
