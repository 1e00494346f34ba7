"""Comments and counters that are not in the log of rooms: bounds of a frame, and what a joining client gets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notify.rooms.beside import (
    CHAT,
    COMMENT_BYTES,
    FRAME_COMMENTS_BYTES_MAX,
    FRAME_COMMENTS_MAX,
    HIDDEN_MAX,
    KEPT_COMMENTS_MAX,
    NOTHING,
    UNWATCHED,
    VIEWERS,
    Asides,
    Comment,
    Gathered,
    News,
    Talk,
    Told,
)
from tests.services.notify.watching import SESSION


def said(*numbers: int, size: int = 1) -> list[Comment]:
    return [Comment(str(number), str(number).encode().rjust(size, b" ")) for number in numbers]


def test_the_newest_comments_stay() -> None:
    """Skipped comments are counted."""
    talk = Talk(3, 1_000)
    talk.add(said(1, 2), [])
    talk.add(said(3, 4, 5), [])
    assert (talk.comments, talk.skipped) == ((b"3", b"4", b"5"), 2)


def test_long_comments_are_fewer() -> None:
    """The total size in bytes is bounded too."""
    talk = Talk(10, 100)
    talk.add(said(1, 2, 3, size=40), [])
    assert (len(talk.comments), talk.skipped) == (2, 1)


def test_a_hidden_comment_is_gone_for_good() -> None:
    """It frees its slot, and a repetition is not shown."""
    talk = Talk(2, 1_000)
    talk.add(said(1, 2), ["2"])
    talk.add(said(2, 3), [])
    assert (talk.comments, talk.hidden, talk.skipped) == ((b"1", b"3"), ("2",), 0)


@given(st.lists(st.tuples(st.integers(0, 60), st.booleans(), st.integers(1, 40)), max_size=400))
def test_a_talk_keeps_its_bounds(steps: list[tuple[int, bool, int]]) -> None:
    """For any comments and hides, repeated or not, nothing hidden is shown."""
    talk = Talk(7, 150)
    for number, hides, size in steps:
        talk.add(*((), [str(number)]) if hides else (said(number, size=size), ()))
        shown = [comment.decode().strip() for comment in talk.comments]
        assert len(shown) <= 7
        assert sum(map(len, talk.comments)) <= 150
        assert len(set(shown)) == len(shown)
        assert not set(shown) & set(talk.hidden)


def test_what_was_hidden_is_remembered_up_to_a_bound() -> None:
    """The bound is the number of comments that a page keeps."""
    talk = Talk(1, 1_000)
    talk.add([], map(str, range(HIDDEN_MAX + 5)))
    assert (len(talk.hidden), talk.hidden[0]) == (HIDDEN_MAX, "5")


def test_a_frame_takes_what_was_gathered() -> None:
    """A frame takes the gathered comments once, and the last value of each counter."""
    gathered = Gathered()
    gathered.add(News({"viewers": 1}))
    gathered.add(News({"viewers": 2}, said(1, 2), ["1"]))
    assert gathered.take(may_say=True) == Told({"viewers": 2}, (b"2",), ("1",))
    assert not gathered.take(may_say=True)


def test_comments_wait_where_they_may_not_be_told_yet() -> None:
    """Comments wait for their time; counters do not."""
    gathered = Gathered()
    gathered.add(News({"comments": 1}, said(1)))
    assert gathered.take(may_say=False) == Told({"comments": 1})
    assert gathered.talk_waits
    assert gathered.take(may_say=True) == Told({}, (b"1",))
    assert not gathered.talk_waits


def test_a_frame_is_bounded() -> None:
    """By the number of comments and by their size."""
    gathered = Gathered()
    gathered.add(News({}, said(*range(100))))
    told = gathered.take(may_say=True)
    assert (len(told.comments), told.skipped) == (FRAME_COMMENTS_MAX, 100 - FRAME_COMMENTS_MAX)
    gathered.add(News({}, said(*range(100), size=1_000)))
    told = gathered.take(may_say=True)
    assert sum(map(len, told.comments)) <= FRAME_COMMENTS_BYTES_MAX


def test_readers_have_shares_of_their_own() -> None:
    """A joining client gets the counters of all feeds; if one feed forgets the room, the others' counters stay."""
    asides = Asides()
    asides.take(SESSION, VIEWERS, News({"viewers": 1, "viewers_peak": 2}))
    asides.take(SESSION, CHAT, News({"comments": 2}, said(1, 2), ["1"]))
    counters = {"viewers": 1, "viewers_peak": 2, "comments": 2}
    assert asides.all_of(SESSION) == Told(counters, (b"2",), ("1",))
    asides.take(SESSION, VIEWERS, News({}))
    assert asides.all_of(SESSION).counters == UNWATCHED | {"comments": 2}
    asides.take(SESSION, CHAT, News({}))
    assert asides.all_of(SESSION) == Told(UNWATCHED)


def test_only_what_changed_is_new() -> None:
    """An unchanged counter is not sent."""
    asides = Asides()
    asides.take(SESSION, CHAT, News({"comments": 1, "reactions_like": 2}))
    new = asides.take(SESSION, CHAT, News({"comments": 2, "reactions_like": 2}, said(2)))
    assert (new.counters, new.comments) == ({"comments": 2}, said(2))


def test_the_newest_comments_are_kept_for_new_viewers() -> None:
    """Up to thirty of them."""
    asides = Asides()
    for number in range(100):
        asides.take(SESSION, CHAT, News({"comments": number + 1}, said(number)))
    assert asides.all_of(SESSION).comments[0] == str(100 - KEPT_COMMENTS_MAX).encode()
    assert len(asides.all_of(SESSION).comments) == KEPT_COMMENTS_MAX


def test_comments_of_all_sessions_are_bounded_by_bytes() -> None:
    """The sessions that were silent for longest lose theirs; their counters stay, and nothing is counted twice."""
    asides, rooms = Asides(talk_bytes_max=3 * 10 * (COMMENT_BYTES + 100)), [f"session:{n}" for n in range(5)]
    for room in (*rooms, rooms[2], *rooms[:2]):
        asides.take(room, CHAT, News({"comments": 10}, said(*range(10), size=100)))
        asides.take(room, VIEWERS, News({"viewers": 1}))
    assert [len(asides.all_of(room).comments) for room in rooms] == [10, 10, 10, 0, 0]
    assert asides.all_of(rooms[3]).counters["comments"] == 10
    for room in rooms:
        asides.forget(room)
    assert (asides._talk_bytes, asides._talking) == (0, {})


@pytest.mark.parametrize("room", ["fair:1", "me:ann"])
def test_other_rooms_have_nothing_beside_the_log(room: str) -> None:
    """Only sessions count viewers."""
    assert Asides().all_of(room) == NOTHING
    assert not NOTHING
