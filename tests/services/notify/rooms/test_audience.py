"""Viewers of each session, from the reports of all instances."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from schemas.presence import SETTLES_MS
from services.notify.rooms.audience import UNWATCHED_MAX, Audience

ROOM, OTHER = "session:1", "session:2"
LATER = SETTLES_MS + 1


def test_instances_are_added_up() -> None:
    """The total of a room is the sum of the newest reports."""
    audience = Audience()
    assert audience.take("a", {ROOM: 3}, {}, 0) == {ROOM}
    assert audience.take("b", {ROOM: 2, OTHER: 1}, {}, 10) == {ROOM, OTHER}
    assert (audience.viewers(ROOM), audience.viewers(OTHER)) == (5, 1)
    assert (audience.peak(ROOM), audience.peak(OTHER)) == (5, 1)


def test_a_restart_replaces_the_numbers() -> None:
    """Reports from before the restart no longer count."""
    audience = Audience()
    audience.take("a", {ROOM: 3}, {}, 0)
    assert audience.take("a", {}, {}, 10) == {ROOM}
    assert (audience.viewers(ROOM), audience.peak(ROOM)) == (0, 3)


def test_the_same_again_changes_nothing() -> None:
    """A report equal to the last one changes nothing."""
    audience = Audience()
    audience.take("a", {ROOM: 3}, {}, 0)
    assert audience.take("a", {ROOM: 3}, {ROOM: 3}, 10) == {ROOM}
    assert audience.take("a", {ROOM: 3}, {ROOM: 3}, 20) == set()


def test_a_silent_instance_ages_by_the_logs_time() -> None:
    """An instance whose last report is too old by log time no longer counts."""
    audience = Audience()
    audience.take("dead", {ROOM: 3}, {}, 0)
    audience.take("alive", {ROOM: 1}, {}, SETTLES_MS)
    assert audience.viewers(ROOM) == 4
    assert audience.take("alive", {ROOM: 1}, {}, LATER) == {ROOM}
    assert audience.viewers(ROOM) == 1


def test_a_peak_outlives_the_viewers() -> None:
    """The peak is still shown when every viewer has left."""
    audience = Audience()
    for at, here in ((0, 2), (100, 5), (200, 1), (300, 0), (LATER * 2, 0)):
        audience.take("a", {ROOM: here}, {}, at)
        assert audience.peak(ROOM) >= here
    assert (audience.viewers(ROOM), audience.peak(ROOM), audience.settled_peak(ROOM)) == (0, 5, 5)


def test_who_moved_from_a_dead_instance_is_no_peak() -> None:
    """Moved viewers count twice until the dead instance ages; the settled figures leave that out."""
    audience = Audience()
    audience.take("a", {ROOM: 5}, {}, 0)
    audience.take("b", {}, {}, 0)
    audience.take("a", {ROOM: 5}, {}, 1_000)  # the instance dies
    audience.take("b", {ROOM: 5}, {}, 1_500)
    assert audience.peak(ROOM) == 10
    audience.take("b", {ROOM: 5}, {}, 1_500 + LATER)
    audience.take("b", {ROOM: 5}, {}, 1_500 + 2 * LATER)
    assert (audience.viewers(ROOM), audience.peak(ROOM)) == (5, 5)


def test_who_moved_from_an_instance_that_lives_is_no_peak() -> None:
    """They count twice until its next report, and the peak leaves that out."""
    audience = Audience()
    audience.take("b", {}, {}, 0)
    audience.take("a", {ROOM: 5}, {}, 0)
    audience.take("b", {ROOM: 3}, {}, 800)
    audience.take("a", {ROOM: 1}, {}, 1_000)
    audience.take("b", {ROOM: 5}, {}, 1_050)
    assert (audience.viewers(ROOM), audience.peak(ROOM)) == (6, 8)
    for at in range(2_000, 2 * LATER, 1_000):
        audience.take("a", {}, {}, at)
        audience.take("b", {ROOM: 5}, {}, at)
        assert audience.settled(ROOM) <= 5
    assert (audience.viewers(ROOM), audience.settled(ROOM), audience.settled_peak(ROOM)) == (5, 5, 5)


def test_the_last_word_of_an_instance_counts_for_its_moment() -> None:
    """The viewers of its last report were connected at that moment."""
    audience = Audience()
    audience.take("b", {ROOM: 1}, {}, 0)
    audience.take("a", {ROOM: 3}, {}, 100)  # the instance dies
    audience.take("b", {ROOM: 1}, {}, 100 + LATER)
    audience.take("b", {ROOM: 1}, {}, 100 + 2 * LATER)
    assert (audience.viewers(ROOM), audience.peak(ROOM)) == (1, 4)


def test_peaks_come_from_the_log() -> None:
    """A new instance takes the peaks that other instances repeat."""
    audience = Audience()
    assert audience.take("a", {ROOM: 1}, {ROOM: 7, OTHER: 2}, 0) == {ROOM, OTHER}
    assert (audience.peak(ROOM), audience.peak(OTHER)) == (7, 2)
    audience.take("b", {}, {ROOM: 6}, 10)
    assert audience.peak(ROOM) == 7


def test_old_peaks_of_unwatched_rooms_are_let_go() -> None:
    """The oldest are dropped first; watched rooms keep theirs."""
    audience = Audience()
    audience.take("a", {ROOM: 1}, {ROOM: 1, OTHER: 1}, 0)
    changed = audience.take("a", {ROOM: 1}, {f"session:x{n}": 1 for n in range(UNWATCHED_MAX)}, 1)
    assert OTHER in changed
    assert OTHER not in audience.rooms
    assert audience.peak(ROOM) == 1
    assert len(audience.rooms) == UNWATCHED_MAX + 1


REPORTS = st.lists(
    st.tuples(
        st.sampled_from("abc"),
        st.dictionaries(st.sampled_from([ROOM, OTHER]), st.integers(0, 9)),
        st.integers(0, 2_000),
    ),
    max_size=40,
)


@given(REPORTS)
def test_totals_are_those_of_the_living_whatever_is_reported(reports: list[tuple[str, dict[str, int], int]]) -> None:
    """Compared with a recount: never negative, never doubled, and every settled peak was real."""
    audience, newest, now, seen = Audience(), dict[str, tuple[int, dict[str, int]]](), 0, 0
    for instance, here, pause_ms in reports:
        now += pause_ms
        audience.take(instance, here, {}, now)
        newest[instance] = (now, here)
        living = [here for at, here in newest.values() if now - at <= SETTLES_MS]
        for room in (ROOM, OTHER):
            assert audience.viewers(room) == sum(one.get(room, 0) for one in living)
            assert audience.viewers(room) <= audience.peak(room)
        seen = max(seen, audience.viewers(ROOM))
        assert audience.settled_peak(ROOM) <= seen


CROWD = 6
STEPS = st.lists(
    st.tuples(
        st.sampled_from("abcd"),
        st.none() | st.tuples(st.integers(0, CROWD - 1), st.sampled_from("cd")),
        st.integers(0, 900),
    ),
    max_size=60,
)


@given(STEPS)
def test_a_crowd_that_moves_is_never_larger_in_what_settles(
    steps: list[tuple[str, tuple[int, str] | None, int]],
) -> None:
    """Viewers move from two instances to two others while all report at random: the settled figure never exceeds their
    number, and finally equals it."""
    audience, now = Audience(), 0
    where = {person: "ab"[person % 2] for person in range(CROWD)}

    def report(instance: str) -> None:
        here = sum(at == instance for at in where.values())
        audience.take(instance, {ROOM: here}, {}, now)
        assert audience.settled(ROOM) <= CROWD

    for instance in "abcd":
        report(instance)
    for instance, move, pause_ms in steps:
        if move is not None and where[move[0]] in "ab":
            where[move[0]] = move[1]
        now += pause_ms
        report(instance)
    for _ in range(2 * LATER // 1_000):
        now += 1_000
        for instance in "abcd":
            report(instance)
    assert (audience.settled(ROOM), audience.settled_peak(ROOM)) == (CROWD, CROWD)
