"""Comments in a session's room: their pace, and that records of the log never wait for them."""

from __future__ import annotations

import pytest

from services.notify.rooms.beside import CHAT, FRAME_COMMENTS_MAX, KEPT_COMMENTS_MAX, VIEWERS, Comment, News
from services.notify.rooms.pace import CHAT_TICK_S, TICK_S
from tests.services.notify.watching import SHOW, Stage, deliver, record


class Talking(Stage):
    """A stage with the room of a known session, and people who comment."""

    def __init__(self) -> None:
        super().__init__()
        self.said = 0
        self.read(record(SHOW.key, 0, counters={"drops": 0}))

    def say(self, *names: str) -> None:
        self.said += len(names)
        self._show([Comment(name, f'{{"id":"{name}"}}'.encode()) for name in names], [])

    def hide(self, *names: str) -> None:
        self._show([], list(names))

    def _show(self, comments: list[Comment], hidden: list[str]) -> None:
        self.hub.show(SHOW.key, CHAT, News({"comments": self.said}, comments, hidden), self.now)
        deliver(self.hub.due(self.now))


@pytest.fixture
def stage() -> Talking:
    return Talking()


def test_a_comment_is_told_at_once_and_then_four_times_a_second(stage: Talking) -> None:
    """At the room's position; comments in between are merged."""
    viewer = stage.join(SHOW)
    stage.say("a")
    stage.say("b")
    stage.say("c")
    assert (viewer.comments, viewer.counters["comments"]) == (["a"], 1)
    stage.wait(CHAT_TICK_S / 2)
    assert viewer.comments == ["a"]
    stage.wait(CHAT_TICK_S / 2)
    assert (viewer.comments, viewer.counters["comments"]) == (["a", "b", "c"], 3)
    assert [frame["position"] for frame in viewer.frames] == ["epoch:0:0"] * 3


def test_a_record_never_waits_for_comments(stage: Talking) -> None:
    """A record is sent right after a frame with comments; waiting comments keep waiting."""
    viewer = stage.join(SHOW)
    stage.say("a")
    stage.say("b")
    stage.read(record(SHOW.key, 1, 1))
    assert (viewer.items, viewer.comments) == ([1], ["a"])
    stage.wait(CHAT_TICK_S)
    assert viewer.comments == ["a", "b"]


def test_a_record_takes_comments_along(stage: Talking) -> None:
    """If comments may be sent, one frame has both, and no other follows."""
    viewer = stage.join(SHOW)
    stage.read(record(SHOW.key, 1, 1))
    stage.say("a")
    stage.read(record(SHOW.key, 2, 2))
    stage.wait(TICK_S)
    assert (viewer.items, viewer.comments, len(viewer.frames)) == ([1, 2], ["a"], 3)
    stage.wait(1)
    assert len(viewer.frames) == 3


def test_in_a_burst_of_records_comments_are_told_as_rarely_as_without(stage: Talking) -> None:
    """Otherwise a flood of comments would make every frame of the burst large."""
    viewer = stage.join(SHOW)
    for number in range(100):
        stage.say(f"c{number}")
        stage.read(record(SHOW.key, number + 1, number))
        stage.wait(0.03)
    frames = viewer.frames[1:]
    assert sum("comments" in frame for frame in frames) <= 3 / CHAT_TICK_S + 1
    assert sum(bool(frame["items"]) for frame in frames) >= 3 / (TICK_S + 0.03)


def test_a_flood_is_counted(stage: Talking) -> None:
    """A frame has the newest comments and the number of the others."""
    viewer = stage.join(SHOW)
    stage.say("first")
    stage.say(*(f"c{number}" for number in range(100)))
    stage.wait(CHAT_TICK_S)
    assert viewer.comments == ["first", *(f"c{number}" for number in range(100 - FRAME_COMMENTS_MAX, 100))]
    assert viewer.frames[-1]["comments_skipped"] == viewer.skipped == 100 - FRAME_COMMENTS_MAX
    assert "comments_skipped" not in viewer.frames[1]


def test_what_is_hidden_is_told(stage: Talking) -> None:
    """Also if it was never sent, since a snapshot may have contained it."""
    viewer = stage.join(SHOW)
    stage.say("a")
    stage.say("b", "c")
    late = stage.join(SHOW)
    stage.hide("a", "b")
    stage.wait(CHAT_TICK_S)
    assert viewer.comments == late.comments == stage.join(SHOW).comments == ["c"]
    assert viewer.frames[-1]["hidden"] == ["a", "b"]


def test_a_snapshot_has_the_newest(stage: Talking) -> None:
    """Without hidden comments, and without a list of hidden ids."""
    stage.say(*(f"c{number}" for number in range(50)))
    stage.hide("c49")
    viewer = stage.join(SHOW)
    assert viewer.comments == [f"c{number}" for number in range(50 - KEPT_COMMENTS_MAX, 49)]
    assert not viewer.frames[0].keys() & {"hidden", "comments_skipped"}


def test_a_room_without_talk_says_nothing_of_it(stage: Talking) -> None:
    """Frames of rooms without comments are unchanged."""
    viewer = stage.join(SHOW)
    stage.read(record(SHOW.key, 1, 1))
    assert all(not frame.keys() & {"comments", "hidden", "comments_skipped"} for frame in viewer.frames)


def test_who_resumes_is_told_the_newest_and_what_was_hidden(stage: Talking) -> None:
    """A client recognizes by id which comments are new to it."""
    viewer = stage.join(SHOW)
    stage.say("a", "b")
    stage.hub.leave(viewer, SHOW)
    stage.say("c")
    stage.hide("a")
    stage.join(SHOW, viewer.position, viewer)
    assert viewer.kinds == ["snapshot", "update", "resumed", "update"]
    assert viewer.comments == ["b", "c"]


def test_who_must_reload_is_told_all_in_the_snapshot(stage: Talking) -> None:
    """The snapshot contains what waited for a frame, and it is not sent again."""
    viewer = stage.join(SHOW)
    stage.say("a")
    stage.say("b")
    stage.hub.skip(0, stage.offset, stage.now)
    stage.wait(1)
    assert (viewer.kinds, viewer.comments) == (["snapshot", "update", "reload", "snapshot"], ["a", "b"])


def test_readers_do_not_disturb_each_other(stage: Talking) -> None:
    """Chat and viewers are independent: if chat forgets a room, its viewers are still sent."""
    viewer = stage.join(SHOW)
    stage.say("a")
    stage.hub.show(SHOW.key, VIEWERS, News({"viewers": 3, "viewers_peak": 4}), stage.now)
    stage.say("b")
    stage.wait(CHAT_TICK_S)
    assert (viewer.counters["viewers"], viewer.comments, len(viewer.frames)) == (3, ["a", "b"], 3)
    stage.hub.show(SHOW.key, CHAT, News({}), stage.now)
    fresh = stage.join(SHOW)
    assert (fresh.counters, fresh.comments) == ({"drops": 0, "viewers": 3, "viewers_peak": 4}, [])


def test_frames_of_their_own_are_at_most_four_a_second(stage: Talking) -> None:
    """Comments, reactions and viewers together."""
    viewer = stage.join(SHOW)
    for number in range(200):
        stage.say(f"c{number}")
        if number % 3 == 0:
            stage.hub.show(SHOW.key, VIEWERS, News({"viewers": number, "viewers_peak": number}), stage.now)
        stage.wait(0.02)
    assert len(viewer.frames) - 1 <= 4 / CHAT_TICK_S + 1
