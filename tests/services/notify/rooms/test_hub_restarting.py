"""Viewers of a log that was deleted and made again, and of rooms with a tombstone."""

from __future__ import annotations

import pytest

from plumbing.limits import Limit
from services.notify.rooms import directory as directory_module
from services.notify.rooms.hub import WAIT_S
from services.notify.rooms.pace import TICK_S
from tests.services.notify.watching import FAIR, HALL, OWN, Stage, record


@pytest.fixture
def stage() -> Stage:
    return Stage()


def restart(stage: Stage) -> None:
    """The topic is another one, whose first offset is 0 again."""
    stage.hub.restart("again", stage.now)
    stage.offset = 0
    stage.wait(TICK_S)


def test_viewers_reload_when_the_log_begins_anew(stage: Stage) -> None:
    """They keep what they had, with a position of the new epoch, and what follows comes as an update."""
    stage.read(record(FAIR, 1, 1, counters={"jobs": 1}))
    viewer = stage.join()
    stage.read(record(FAIR, 2, 2, counters={"jobs": 2}))
    restart(stage)
    assert viewer.kinds[-2:] == ["reload", "snapshot"]
    assert (viewer.items, viewer.counters, viewer.position) == ([1, 2], {"jobs": 2}, "again:0:-1")
    stage.read(record(FAIR, 3, 3, counters={"jobs": 3}))
    stage.wait(TICK_S)
    assert (viewer.kinds[-1], viewer.items, viewer.position) == ("update", [1, 2, 3], "again:0:0")
    assert stage.join().items == viewer.items


def test_what_waited_for_a_frame_is_part_of_the_reload(stage: Stage) -> None:
    """A record that was read before the log began anew is neither lost nor sent twice."""
    stage.read(record(FAIR, 1, 1))
    viewer = stage.join()
    stage.read(record(FAIR, 2, 2))
    stage.read(record(FAIR, 3, 3))
    assert viewer.items == [1, 2]
    restart(stage)
    stage.wait(TICK_S)
    assert viewer.items == [1, 2, 3]
    assert not stage.hub.crowded


def test_positions_before_and_after(stage: Stage) -> None:
    """One of the old log, though its offset is known in the new one, reloads; one of the new log resumes."""
    stage.read(*(record(FAIR, number, number) for number in range(1, 5)))
    old = stage.join()
    stage.hub.leave(old, HALL)
    restart(stage)
    new = stage.join()
    stage.hub.leave(new, HALL)
    stage.read(*(record(FAIR, number, number) for number in range(5, 9)))
    assert old.position == "epoch:0:3"
    assert stage.join(since=old.position).kinds == ["reload", "snapshot"]
    stage.join(since=new.position, viewer=new)
    assert (new.kinds[-2:], new.items) == (["resumed", "update"], list(range(1, 9)))


def test_an_old_record_in_the_new_log_is_passed_over(stage: Stage) -> None:
    """Rooms keep which log positions they include."""
    stage.read(record(FAIR, 7, 1, counters={"jobs": 7}))
    viewer = stage.join()
    restart(stage)
    stage.read(record(FAIR, 6, 6, counters={"jobs": 6}), record(FAIR, 7, 1, counters={"jobs": 7}))
    stage.wait(TICK_S)
    assert (viewer.items, viewer.counters) == ([1], {"jobs": 7})


def tombstone(stage: Stage, key: str) -> None:
    stage.hub.read(key, None, 0, stage.offset, 0, stage.now)
    stage.offset += 1
    stage.wait(TICK_S)


def test_a_room_with_a_tombstone_is_none(stage: Stage) -> None:
    """A new viewer waits as for an unknown room; a viewer of it stays, and may leave. The room of a person stands."""
    stage.read(record(FAIR, 1, 1), record(OWN.key, 2, 2))
    viewer = stage.join()
    tombstone(stage, FAIR)
    tombstone(stage, OWN.key)
    assert stage.hub.rooms == 0
    late = stage.join()
    stage.wait(WAIT_S)
    assert (late.refused, viewer.kinds) == (True, ["snapshot"])
    stage.hub.leave(viewer, HALL)
    assert (stage.hub.watched, stage.join(OWN).items) == (0, [])


def test_a_late_record_does_not_make_a_room_again(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is newer does, and a resume from before the tombstone reloads. What is remembered is bounded."""
    monkeypatch.setattr(directory_module, "GONE", Limit("rooms", 1))
    stage.read(record(FAIR, 5, 5))
    tombstone(stage, FAIR)
    stage.read(record(FAIR, 4, 4), record(FAIR, 5, 5))
    assert stage.hub.rooms == 0
    stage.read(record(FAIR, 6, 6))
    assert stage.join().items == [6]
    assert stage.join(since="epoch:0:0").kinds == ["reload", "snapshot"]
    tombstone(stage, FAIR)
    stage.read(record(OWN.key, 7, 7))
    tombstone(stage, OWN.key)
    assert list(stage.hub._directory._gone) == [OWN.key]


def test_a_whole_record_fills_a_room_that_has_less(stage: Stage) -> None:
    """Its viewers reload, also where its position is known already; a resume from before it reloads too."""
    stage.read(record(FAIR, 5, 5, counters={"jobs": 5}))
    viewer = stage.join()
    whole = record(FAIR, 5, 3, 4, 5, counters={"jobs": 5, "drops": 1}).model_copy(update={"whole": True})
    stage.read(whole)
    stage.wait(TICK_S)
    assert viewer.kinds == ["snapshot", "reload", "snapshot"]
    assert (viewer.items, viewer.counters) == ([3, 4, 5], {"jobs": 5, "drops": 1})
    stage.read(record(FAIR, 6, 6))
    stage.wait(TICK_S)
    assert (viewer.items, stage.join().items) == ([3, 4, 5, 6], [3, 4, 5, 6])
    assert stage.join(since="epoch:0:0").kinds == ["reload", "snapshot"]
    assert stage.join(since="epoch:0:1").kinds == ["resumed", "update"]


def test_a_whole_record_adds_nothing_to_a_room_that_has_all(stage: Stage) -> None:
    """Repeated, it changes nothing; a newer one brings its counters, an older one nothing at all."""
    stage.read(record(FAIR, 4, 4), record(FAIR, 5, 5, counters={"jobs": 5}))
    viewer = stage.join()
    for decided, jobs in ((5, 5), (4, 4), (7, 7)):
        whole = record(FAIR, decided, 4, 5, counters={"jobs": jobs}).model_copy(update={"whole": True})
        stage.read(whole)
        stage.wait(TICK_S)
    assert viewer.kinds == ["snapshot", "update"]
    assert (viewer.items, viewer.counters) == ([4, 5], {"jobs": 7})
