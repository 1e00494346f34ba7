"""Counters that no log record has, such as viewers: sent with the log's, without a position of their own."""

from __future__ import annotations

import pytest

from services.notify.rooms.beside import VIEWERS, News
from services.notify.rooms.pace import TICK_S, VIEWERS_TICK_S
from tests.services.notify.watching import FAIR, HALL, SHOW, Stage, deliver, record


@pytest.fixture
def stage() -> Stage:
    """A stage with the room of a known session."""
    stage = Stage()
    stage.read(record(SHOW.key, 0, counters={"drops": 0}))
    return stage


def show(stage: Stage, **counters: int) -> None:
    stage.hub.show(SHOW.key, VIEWERS, News(counters), stage.now)
    deliver(stage.hub.due(stage.now))


def test_a_session_has_its_viewers_from_the_start(stage: Stage) -> None:
    """A session's snapshot has viewers before anyone was counted; a fair's snapshot has none."""
    stage.read(record(FAIR, 0, counters={"jobs": 1}))
    assert stage.join(SHOW).counters == {"drops": 0, "viewers": 0, "viewers_peak": 0}
    assert stage.join(HALL).counters == {"jobs": 1}


def test_a_change_is_told_at_once_and_then_once_a_second(stage: Stage) -> None:
    """Only the changed counters, with the room's current position."""
    viewer = stage.join(SHOW)
    show(stage, viewers=1, viewers_peak=1)
    show(stage, viewers=2, viewers_peak=2)
    show(stage, viewers=1, viewers_peak=2)
    assert viewer.frames[1:] == [viewer.frames[-1]]
    assert (viewer.frames[1]["counters"], viewer.frames[1]["items"]) == ({"viewers": 1, "viewers_peak": 1}, [])
    assert viewer.frames[1]["position"] == viewer.frames[0]["position"]
    stage.wait(TICK_S)
    assert len(viewer.frames) == 2
    stage.wait(VIEWERS_TICK_S)
    assert viewer.frames[2]["counters"] == {"viewers": 1, "viewers_peak": 2}


def test_a_record_takes_a_change_along(stage: Stage) -> None:
    """A waiting change is sent with the next record, with its last value."""
    viewer = stage.join(SHOW)
    show(stage, viewers=1)
    show(stage, viewers=2)
    stage.read(record(SHOW.key, 1, 1, counters={"drops": 1}))
    stage.wait(TICK_S)
    assert viewer.frames[-1]["counters"] == {"drops": 1, "viewers": 2}
    stage.wait(VIEWERS_TICK_S)
    assert len(viewer.frames) == 3


def test_the_same_again_is_not_told(stage: Stage) -> None:
    """An unchanged counter is not sent."""
    viewer = stage.join(SHOW)
    show(stage, viewers=1)
    stage.wait(VIEWERS_TICK_S)
    show(stage, viewers=1)
    assert len(viewer.frames) == 2


@pytest.mark.parametrize("missed", [0, 1])
def test_who_resumes_hears_them_whatever_was_missed(stage: Stage, missed: int) -> None:
    """No position tells whether a client has them, so the answer to `since` always includes them."""
    viewer = stage.join(SHOW)
    stage.hub.leave(viewer, SHOW)
    show(stage, viewers=5, viewers_peak=7)
    for number in range(missed):
        stage.read(record(SHOW.key, 1 + number, 1 + number))
    stage.join(SHOW, viewer.position, viewer)
    assert viewer.kinds == ["snapshot", "resumed", "update"]
    assert (viewer.counters["viewers"], viewer.counters["viewers_peak"]) == (5, 7)
    assert viewer.items == [1][:missed]
    assert viewer.position == stage.join(SHOW).position


def test_a_kept_snapshot_is_made_anew(stage: Stage) -> None:
    """A joining client gets the current number of viewers."""
    stage.join(SHOW)
    show(stage, viewers=1)
    assert stage.join(SHOW).counters["viewers"] == 1
    show(stage, viewers=2)
    assert stage.join(SHOW).counters["viewers"] == 2


def test_a_room_that_is_not_known_yet_may_be_shown(stage: Stage) -> None:
    """Another instance may have read further; a client that joins once the room is known gets the counters."""
    stage.hub.show("session:later", VIEWERS, News({"viewers": 3}), stage.now)
    assert stage.hub.rooms == 1


def test_the_audience_are_the_clients_in_a_sessions_room(stage: Stage) -> None:
    """Each client counts once per room, whatever it subscribes, and no longer when it left."""
    first, second = stage.join(SHOW), stage.join(SHOW)
    stage.join(HALL)
    stage.join(SHOW, viewer=second)
    assert stage.hub.audience == {SHOW.key: 2}
    stage.hub.leave(first, SHOW)
    stage.hub.leave(first, SHOW)
    assert stage.hub.audience == {SHOW.key: 1}
    stage.hub.leave(second, SHOW)
    assert stage.hub.audience == {}
