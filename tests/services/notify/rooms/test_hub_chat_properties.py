"""A client that applies a room's frames has every comment that was not skipped, none twice, none hidden.

People comment, the host hides, log records arrive, clients join, leave and resume. Frames stay within their bounds, and
log records are sent as early as they would be without comments.
"""

from __future__ import annotations

import itertools
import json
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from services.notify.rooms.beside import (
    CHAT,
    FRAME_COMMENTS_BYTES_MAX,
    FRAME_COMMENTS_MAX,
    HIDDEN_MAX,
    KEPT_COMMENTS_MAX,
    VIEWERS,
    Comment,
    News,
)
from services.notify.rooms.pace import CHAT_TICK_S, FRAMES_MAX, TICK_S
from tests.services.notify.watching import SHOW, Stage, Viewer, deliver, record


class Listener(Viewer):
    """A client that records arrival times. One that stays connected gets nothing twice."""

    def __init__(self, stage: Stage, *, stays: bool = False) -> None:
        super().__init__()
        self._stays = stays
        self._stage = stage
        self.heard: list[tuple[float, dict[str, Any]]] = []
        self.told: set[str] = set()

    def fold(self, frame: dict[str, Any]) -> None:
        answers = frame["type"] == "snapshot" or (self.frames and self.frames[-1]["type"] == "resumed")
        comments = frame.get("comments", [])
        numbers = [int(one["id"][1:]) for one in comments]
        assert numbers == sorted(set(numbers))
        assert len(comments) <= (KEPT_COMMENTS_MAX if answers else FRAME_COMMENTS_MAX)
        if not answers:
            assert sum(len(json.dumps(one, separators=(",", ":"))) for one in comments) <= FRAME_COMMENTS_BYTES_MAX
            self.heard.append((self._stage.now, frame))
        assert len(frame.get("hidden", ())) <= HIDDEN_MAX
        assert not (self._stays and self.told & {one["id"] for one in comments})
        self.told |= {one["id"] for one in comments}
        super().fold(frame)


class RoomLife(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.stage = Stage()
        self.stage.read(record(SHOW.key, 0, counters={"drops": 0}))
        self.said: list[str] = []
        self.hidden: set[str] = set()
        self.record = 0
        self.told_log_at = self.stage.now
        self.faithful = Listener(self.stage, stays=True)
        self.stage.join(SHOW, viewer=self.faithful)
        self.others: list[tuple[Listener, bool]] = []

    @rule(count=st.sampled_from([1, 1, 2, 15, 40, 120]), size=st.sampled_from([0, 0, 300, 900]))
    def people_talk(self, count: int, size: int) -> None:
        names = [f"c{len(self.said) + number}" for number in range(count)]
        self.said += names
        comments = [Comment(name, f'{{"id":"{name}","text":"{"x" * size}"}}'.encode()) for name in names]
        self.show(CHAT, News({"comments": len(self.said)}, comments))

    @precondition(lambda self: self.said)
    @rule(back=st.lists(st.integers(1, 60), min_size=1, max_size=5, unique=True))
    def the_host_hides(self, back: list[int]) -> None:
        names = [self.said[-number] for number in back if number <= len(self.said)]
        if len(self.hidden | set(names)) <= HIDDEN_MAX:
            self.hidden |= set(names)
            self.show(CHAT, News({"comments": len(self.said)}, (), names))

    @rule(viewers=st.integers(0, 3))
    def viewers_are_counted(self, viewers: int) -> None:
        self.show(VIEWERS, News({"viewers": viewers, "viewers_peak": 3}))

    @rule()
    def a_record_comes(self) -> None:
        """It is sent at once, or one tick after the last frame with records: comments do not delay it."""
        self.record += 1
        self.stage.read(record(SHOW.key, self.record, self.record, counters={"drops": self.record}))
        if self.stage.now >= self.told_log_at + TICK_S:
            assert self.faithful.items[-1] == self.record
        self.note_the_log()

    @rule(seconds=st.sampled_from([0.01, 0.05, TICK_S, CHAT_TICK_S, 1.0]))
    def time_passes(self, seconds: float) -> None:
        until = self.stage.now + seconds
        while (due := self.stage.hub.next_due) is not None and due <= until:
            self.stage.now = max(due, self.stage.now)
            self.stage.wait(0)
            self.note_the_log()
        self.stage.now = until

    @rule()
    def somebody_comes(self) -> None:
        viewer = Listener(self.stage)
        self.stage.join(SHOW, viewer=viewer)
        self.others.append((viewer, True))

    @precondition(lambda self: self.others)
    @rule(index=st.integers(0))
    def somebody_goes_or_comes_back(self, index: int) -> None:
        index %= len(self.others)
        viewer, there = self.others[index]
        if there:
            self.stage.hub.leave(viewer, SHOW)
        else:
            self.stage.join(SHOW, viewer.position, viewer)
        self.others[index] = (viewer, not there)

    @invariant()
    def frames_with_comments_are_rare(self) -> None:
        at = [at for at, frame in self.faithful.heard if "comments" in frame]
        assert all(later - earlier >= CHAT_TICK_S - 1e-9 for earlier, later in itertools.pairwise(at))
        alone = [at for at, frame in self.faithful.heard if not frame["items"]]
        assert all(later - earlier >= CHAT_TICK_S - 1e-9 for earlier, later in itertools.pairwise(alone))

    @invariant()
    def a_room_is_told_ten_times_a_second(self) -> None:
        at = [at for at, _ in self.faithful.heard]
        assert all(later - earlier >= 1 - 1e-9 for earlier, later in zip(at, at[FRAMES_MAX:], strict=False))

    def teardown(self) -> None:
        """In the end only skipped comments are missing, and a new client gets the newest."""
        for index, (_, there) in enumerate(self.others):
            if not there:
                self.somebody_goes_or_comes_back(index)
        self.time_passes(2.0)
        for viewer in self.everyone():
            assert sorted(viewer.comments) == sorted(viewer.told - self.hidden)
            assert viewer.items == self.faithful.items[len(self.faithful.items) - len(viewer.items) :]
        missing = [name for name in self.said if name not in self.faithful.told]
        unhidden = [name for name in missing if name not in self.hidden]
        assert len(unhidden) <= self.faithful.skipped <= len(missing)
        fresh = Listener(self.stage)
        self.stage.join(SHOW, viewer=fresh)
        assert fresh.counters == self.faithful.counters
        assert fresh.items == self.faithful.items[-100:]
        assert self.faithful.items == list(range(1, self.record + 1))
        newest = [name for name in self.said[-KEPT_COMMENTS_MAX:] if name not in self.hidden]
        assert [name for name in fresh.comments if name in newest] == newest

    def everyone(self) -> list[Listener]:
        return [self.faithful, *(viewer for viewer, _ in self.others)]

    def show(self, share: Any, news: News) -> None:
        self.stage.hub.show(SHOW.key, share, news, self.stage.now)
        deliver(self.stage.hub.due(self.stage.now))

    def note_the_log(self) -> None:
        if self.faithful.heard and self.faithful.heard[-1][1]["items"]:
            self.told_log_at = max(self.told_log_at, self.faithful.heard[-1][0])


RoomLife.TestCase.settings = settings(max_examples=200, stateful_step_count=40, deadline=None)
TestRoomLife = RoomLife.TestCase
