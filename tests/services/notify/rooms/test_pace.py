"""When a room may send a frame."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notify.rooms.pace import CHAT_TICK_S, FRAMES_MAX, TICK_S, VIEWERS_TICK_S, Pace


def test_at_first_all_may_be_told_at_once() -> None:
    """The first frame waits for nothing."""
    pace = Pace()
    assert (pace.log_due(5), pace.counters_due(5, VIEWERS_TICK_S), pace.said_due(5), pace.may_say(5)) == (5, 5, 5, True)


def test_a_record_waits_for_the_logs_last_frame_only() -> None:
    """Not for frames with other content."""
    pace = Pace()
    pace.tell(5, log=True, said=False)
    pace.tell(5.05, log=False, said=True)
    assert pace.log_due(5.06) == 5 + TICK_S
    assert pace.log_due(6) == 6


def test_comments_wait_for_their_own_last_frame_and_a_moment_for_the_logs() -> None:
    """A record that is about to be sent takes the comments along, without a frame of their own."""
    pace = Pace()
    pace.tell(5, log=False, said=True)
    assert (pace.said_due(5.01), pace.may_say(5.2), pace.may_say(5.25)) == (5 + CHAT_TICK_S, False, True)
    pace.tell(5.2, log=True, said=False)
    assert pace.said_due(5.21) == 5.2 + TICK_S


def test_counters_wait_for_any_frame() -> None:
    """Any frame includes the counters."""
    pace = Pace()
    pace.tell(5, log=True, said=False)
    assert pace.counters_due(5.5, VIEWERS_TICK_S) == 6


def test_what_is_beside_the_log_leaves_room_for_a_burst_of_it() -> None:
    """After frames now and then for a second, it waits one tick for each of them."""
    pace = Pace()
    pace.tell(5, log=False, said=True)
    pace.tell(5.01, log=True, said=False)
    pace.tell(5.01 + TICK_S, log=True, said=False)
    assert pace.said_due(5.26) == pytest.approx(5 + 3 * TICK_S)
    assert pace.counters_due(5.26, CHAT_TICK_S) == 5.01 + TICK_S + CHAT_TICK_S


@given(st.lists(st.tuples(st.sampled_from([0, 0, 0.01, 0.1, 0.3, 1]), st.sampled_from("llllcv")), max_size=80))
def test_a_room_is_told_ten_times_a_second_and_the_log_never_waits_for_the_rest(wants: list[tuple[float, str]]) -> None:
    """For any sequence of records, comments and viewers."""
    pace, now, told, log_at = Pace(), 5.0, list[float](), -1.0
    for pause_s, kind in wants:
        now += pause_s
        if kind == "l":
            assert pace.log_due(now) == max(now, log_at + TICK_S)
            now = log_at = pace.log_due(now)
        else:
            now = pace.said_due(now) if kind == "c" else pace.counters_due(now, CHAT_TICK_S)
        pace.tell(now, log=kind == "l", said=kind == "c")
        told.append(now)
        assert sum(at > now - 1 + 1e-9 for at in told) <= FRAMES_MAX
