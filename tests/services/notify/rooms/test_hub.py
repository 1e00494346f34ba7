"""Which clients get which frames, and when."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from services.notify.rooms import hub as hub_module
from services.notify.rooms import snapshots as snapshots_module
from services.notify.rooms.channels import PART_BYTES, Refusal
from services.notify.rooms.hub import FRAME_BYTES_MAX, PENDING
from services.notify.rooms.pace import TICK_S
from tests.services.notify.watching import FAIR, HALL, OWN, Stage, record


@pytest.fixture
def stage() -> Stage:
    return Stage()


def test_joining_gives_a_snapshot(stage: Stage) -> None:
    """Current counters and items, with the position up to which the log was read."""
    stage.read(record(FAIR, 7, 1, 2, counters={"jobs": 2}), record(OWN.key, 8))
    (frame,) = stage.join().frames
    assert (frame["type"], frame["room"], frame["position"]) == ("snapshot", FAIR, "epoch:0:1")
    assert (frame["decided"], frame["counters"]) == ("livefair.fairs:0:7", {"jobs": 2})
    assert [item["data"]["n"] for item in frame["items"]] == [1, 2]


def test_the_first_change_after_a_pause_goes_out_at_once(stage: Stage) -> None:
    """It is sent without a delay."""
    stage.read(record(FAIR, 1))
    viewer = stage.join()
    stage.read(record(FAIR, 2, 1))
    assert viewer.kinds == ["snapshot", "update"]


def test_later_changes_are_merged(stage: Stage) -> None:
    """At most one frame every 100 ms; no item is lost, counters have their last value."""
    stage.read(record(FAIR, 1))
    viewer = stage.join()
    for decided in range(2, 20):
        stage.read(record(FAIR, decided, decided, counters={"jobs": decided}))
    assert viewer.items == [2]
    stage.wait(TICK_S / 2)
    assert viewer.items == [2]
    stage.wait(TICK_S / 2)
    assert viewer.items == list(range(2, 20))
    assert viewer.frames[-1]["counters"] == {"jobs": 19}
    assert len(viewer.frames) == 3


def test_who_joins_between_frames_hears_everything_once(stage: Stage) -> None:
    """The snapshot has what was already sent; waiting changes arrive with the next frame, as for all clients."""
    stage.read(record(FAIR, 1, 1))
    early = stage.join()
    stage.read(record(FAIR, 2, 2), record(FAIR, 3, 3))
    stage.read(record(FAIR, 4, 4))
    late = stage.join()
    assert late.items == [1, 2, 3]
    stage.wait(TICK_S)
    assert early.items == late.items == [1, 2, 3, 4]
    assert early.position == late.position


def test_a_frame_is_encoded_once(stage: Stage) -> None:
    """All clients of a room get the same bytes in one delivery."""
    stage.read(record(FAIR, 1))
    viewers = [stage.join() for _ in range(3)]
    stage.hub.read(FAIR, record(FAIR, 2, 1), 0, 1, logged_ms=5, now=stage.now)
    (delivery,) = stage.hub.due(stage.now)
    assert not isinstance(delivery, Refusal)
    assert (list(delivery.to), delivery.logged_ms) == (viewers, 5)


def test_a_large_burst_is_spread_over_frames(stage: Stage) -> None:
    """A frame ends with the record that fills it, and its position can be resumed from."""
    stage.read(record(FAIR, 0))
    viewer = stage.join()
    stage.read(*(record(FAIR, number, number, padding="x" * 50_000) for number in range(1, 16)))
    assert 1 < len(viewer.items) < 15
    resumed = stage.join(since=viewer.position)
    assert resumed.kinds == ["resumed"]
    resumed.items = list(viewer.items)
    stage.wait(TICK_S)
    stage.wait(TICK_S)
    stage.wait(TICK_S)
    assert viewer.items == resumed.items == list(range(1, 16))
    assert all(len(json.dumps(frame)) < FRAME_BYTES_MAX + 60_000 for frame in viewer.frames)


def test_after_leaving_nothing_more_comes(stage: Stage) -> None:
    """Waiting changes are not sent to it, and still reach the room."""
    stage.read(record(FAIR, 1, 1))
    viewer = stage.join()
    stage.read(record(FAIR, 2, 2))
    stage.read(record(FAIR, 3, 3))
    stage.hub.leave(viewer, HALL)
    stage.wait(1)
    assert viewer.items == [1, 2]
    assert stage.join().items == [1, 2, 3]


def test_a_room_left_and_joined_keeps_to_its_pace(stage: Stage) -> None:
    """A frame that was planned for clients that left is not sent early to a new one."""
    stage.read(record(FAIR, 1))
    first = stage.join()
    stage.read(record(FAIR, 2))
    stage.read(record(FAIR, 3))
    stage.now += TICK_S / 2
    stage.hub.leave(first, HALL)
    second = stage.join()
    stage.read(record(FAIR, 4, 4))
    stage.read(record(FAIR, 5, 5))
    stage.wait(TICK_S / 2)
    assert second.items == [4]
    stage.wait(TICK_S / 2)
    assert second.items == [4, 5]


def test_repetitions_make_no_frame(stage: Stage) -> None:
    """A duplicate record from a stale fair is sent to no client."""
    again = record(FAIR, 1, 1)
    stage.read(again)
    viewer = stage.join()
    stage.read(again)
    stage.wait(1)
    assert viewer.kinds == ["snapshot"]


def test_snapshots_of_a_room_are_encoded_once(stage: Stage) -> None:
    """The cached snapshot is used until the room changes, also while it has no clients."""
    stage.read(record(FAIR, 1, 1))
    first, second = stage.join(), stage.join()
    third = stage.join()
    assert second.frames == third.frames
    for viewer in (first, second, third):
        stage.hub.leave(viewer, HALL)
    stage.read(record(FAIR, 2, 2))
    assert stage.join().items == [1, 2]


def test_a_snapshot_that_is_no_longer_cached_is_the_same(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cache is bounded; a client that joins after its room has left the cache gets what the first one got."""
    monkeypatch.setattr(snapshots_module, "SNAPSHOTS_MAX", 1)
    stage.read(record(FAIR, 1, 1), record(OWN.key, 2, 2))
    first, other, again = stage.join(), stage.join(OWN), stage.join()
    assert first.frames == again.frames
    assert (again.items, other.items) == ([1], [2])


def test_a_tombstone_keeps_its_turn(stage: Stage) -> None:
    """It deletes what came before it in the log, and nothing that comes after."""
    stage.read(record(OWN.key, 1, 1))
    viewer = stage.join(OWN)
    stage.read(record(OWN.key, 2, 2))
    stage.read(record(OWN.key, 3, 3))
    stage.hub.read(OWN.key, None, 0, stage.offset, 0, stage.now)
    stage.offset += 1
    stage.read(record(OWN.key, 4, 4))
    stage.wait(TICK_S)
    assert viewer.items == [1, 2, 3, 4]
    assert stage.join(OWN).items == [4]


def test_reading_on_is_held_back_when_too_much_waits(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hub asks the reader to pause until the next frames are sent."""
    monkeypatch.setattr(hub_module, "PENDING", replace(PENDING, bound=3 * PART_BYTES))
    stage.read(record(FAIR, 1))
    stage.join()
    stage.read(record(FAIR, 2))
    stage.read(record(FAIR, 3, 1, 2, 3))
    assert stage.hub.crowded
    stage.wait(TICK_S)
    assert not stage.hub.crowded
