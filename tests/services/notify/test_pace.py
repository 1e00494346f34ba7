"""When a room may be told."""

from __future__ import annotations

from services.notify.pace import CHAT_TICK_S, TICK_S, VIEWERS_TICK_S, Pace


def test_at_first_all_may_be_told_at_once() -> None:
    """There is nothing to keep a distance from."""
    pace = Pace()
    assert (pace.log_due(5), pace.counters_due(5, VIEWERS_TICK_S), pace.said_due(5), pace.may_say(5)) == (5, 5, 5, True)


def test_a_record_waits_for_the_logs_last_frame_only() -> None:
    """Not for one that told something else."""
    pace = Pace()
    pace.tell(5, log=True, said=False)
    pace.tell(5.05, log=False, said=True)
    assert pace.log_due(5.06) == 5 + TICK_S
    assert pace.log_due(6) == 6


def test_comments_wait_for_their_own_last_frame_and_a_moment_for_the_logs() -> None:
    """So that what a record is about to take along has no frame of its own."""
    pace = Pace()
    pace.tell(5, log=False, said=True)
    assert (pace.said_due(5.01), pace.may_say(5.2), pace.may_say(5.25)) == (5 + CHAT_TICK_S, False, True)
    pace.tell(5.2, log=True, said=False)
    assert pace.said_due(5.21) == 5.2 + TICK_S


def test_counters_wait_for_any_frame() -> None:
    """Each takes them along."""
    pace = Pace()
    pace.tell(5, log=True, said=False)
    assert pace.counters_due(5.5, VIEWERS_TICK_S) == 6
