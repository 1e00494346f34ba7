"""Drops and their lines: given these events, this event has this outcome."""

from __future__ import annotations

import pytest

from schemas import session as events
from services.fair.kernel.outcomes import Refused, Unchanged
from services.fair.sessions import drop as drops
from services.fair.sessions.drop import ApplicationAdmitted
from tests.services.fair.cases import holds
from tests.services.fair.deciding import decide_all, play
from tests.services.fair.hosting import Host, drop_of, of, session_of, states
from tests.services.fair.story import Entry

h = Host()
READY = h.ready("a", "b")
PLANNED = [*READY, h.planned("a", "b")]
LIVE = [*PLANNED, h.started()]
DROPPED = [*LIVE, h.dropped(cap=1)]
PAUSED = [*LIVE, h.of(events.FairSessionPaused)]
OTHERS = [h.requested("org-2"), h.approved("org-2"), h.published("c", "org-2")]
FULL = [*DROPPED, h.through("stu-1"), h.through("stu-2"), h.through("stu-3")]
CLOSED = [*FULL, h.drop_closed()]

TABLE: dict[str, tuple[list[Entry], Entry, object]] = {
    "a job is dropped": (LIVE, h.dropped(), "JobDropped"),
    "the next one": (LIVE, h.dropped(None), "JobDropped"),
    "until the run of show is over": (
        [*LIVE, h.dropped(None, "1"), h.dropped(None, "2")],
        h.dropped(None, "3"),
        Refused("run_of_show_over"),
    ),
    "not before the start": (PLANNED, h.dropped(), Refused("session_scheduled")),
    "not in a pause": (PAUSED, h.dropped(), Refused("session_paused")),
    "not while it is dropped": (DROPPED, h.dropped(drop="e"), Refused("drop_open")),
    "again, later": ([*DROPPED, h.drop_closed()], h.dropped(drop="e"), "JobDropped"),
    "not a closed job": ([*LIVE, h.job_closed()], h.dropped(), Refused("job_closed")),
    "not another enterprise's job": ([*LIVE, *OTHERS], h.dropped("c"), Refused("unknown_job")),
    "not by another enterprise": (LIVE, h.dropped(org="org-2"), Refused("unknown_session")),
    "a higher cap": (DROPPED, h.extended(2), "DropExtended"),
    "the same cap": (DROPPED, h.extended(1), Unchanged("same_cap")),
    "no lower cap": ([*LIVE, h.dropped(cap=2)], h.extended(1), Refused("cap_below")),
    "not without a cap": ([*LIVE, h.dropped()], h.extended(1), Refused("no_cap")),
    "not for an unknown drop": (LIVE, h.extended(1), Refused("unknown_drop")),
    "not for a closed drop": (CLOSED, h.extended(9), Refused("drop_closed")),
    "a drop closes": (DROPPED, h.drop_closed(), "DropClosed"),
    "a drop closes once": (CLOSED, h.drop_closed(), Refused("drop_closed")),
    "the first is admitted": (DROPPED, h.through("stu-1"), "ApplicationReceived"),
    "the second waits": ([*DROPPED, h.through("stu-1")], h.through("stu-2"), "ApplicationWaitlisted"),
    "without a cap all are admitted": (
        [*LIVE, h.dropped(), h.through("stu-1")],
        h.through("stu-2"),
        "ApplicationReceived",
    ),
    "not for another job": ([*DROPPED], h.through("stu-1", job="b"), Refused("unknown_drop")),
    "not to an unknown drop": (LIVE, h.through("stu-1"), Refused("unknown_drop")),
    "not to a closed drop": ([*DROPPED, h.drop_closed()], h.through("stu-1"), Refused("drop_closed")),
    "not when the session is over": ([*DROPPED, h.ended()], h.through("stu-1"), Refused("drop_closed")),
    "a waitlisted student has submitted": (FULL, h.submitted("stu-2"), Unchanged("duplicate")),
    "a student refused for a full drop may submit again": (CLOSED, h.submitted("stu-2"), "ApplicationReceived"),
    "even through a drop": ([*CLOSED, h.dropped(drop="e")], h.through("stu-3", "e"), "ApplicationReceived"),
    "a student refused by the enterprise may not": (
        [*DROPPED, h.through("stu-1"), h.turned_down("stu-1")],
        h.through("stu-1"),
        Refused("application_refused", "refused"),
    ),
    "whatever the enterprise's reason": (
        [*DROPPED, h.through("stu-1"), h.turned_down("stu-1", reason="drop_full")],
        h.through("stu-1"),
        Refused("application_refused", "refused"),
    ),
    "not while waitlisted": (FULL, h.shortlisted("stu-2"), Refused("application_waitlisted", "waitlisted")),
    "a waitlisted student may withdraw": (FULL, h.withdrawn("stu-2"), "ApplicationWithdrawn"),
}


@pytest.mark.parametrize("name", TABLE)
def test_given_when_then(name: str) -> None:
    """Given these events, this event has the expected outcome; an unchanged or refused one changes no row."""
    holds(TABLE[name])


def test_the_first_in_the_log_get_in() -> None:
    """Later submissions wait in the line, each with its place in the drop and the reason."""
    world, _ = decide_all(FULL)
    assert states(world) == {"stu-1": "submitted", "stu-2": "waitlisted", "stu-3": "waitlisted"}
    third = of(world, "stu-3")
    assert (third.drop_place, third.admitted, third.reason, third.place) == (3, False, "drop_full", 3)
    drop = drop_of(world, h)
    assert (drop.submissions, drop.standing, drop.admitted, drop.waiting, drop.remaining) == (3, 3, 1, 2, 0)
    counters = world.books[h.fair].counters
    assert (counters["applications"], counters["drops"], counters["sessions"]) == (3, 1, 1)


def test_the_first_of_the_line_moves_up() -> None:
    """If an admitted application is withdrawn; the withdrawal of a waiting one admits nobody."""
    world, outcomes = play(*FULL, h.withdrawn("stu-1"))
    assert [type(one).__name__ for one in outcomes] == ["ApplicationWithdrawn", "ApplicationAdmitted"]
    assert states(world) == {"stu-1": "withdrawn", "stu-2": "submitted", "stu-3": "waitlisted"}
    second = of(world, "stu-2")
    assert (second.admitted, second.reason, second.history[-1].by) == (True, None, "livefair")
    world, outcomes = play(*FULL, h.withdrawn("stu-2"))
    assert (len(outcomes), states(world)["stu-3"]) == (1, "waitlisted")


def test_who_comes_back_stands_at_the_end() -> None:
    """A student who submits through the same drop again waits behind those who came in between."""
    world, _ = decide_all([*FULL, h.withdrawn("stu-1"), h.through("stu-1"), h.withdrawn("stu-2")])
    assert states(world) == {"stu-1": "waitlisted", "stu-2": "withdrawn", "stu-3": "submitted"}
    assert of(world, "stu-1").drop_place == 4


@pytest.mark.parametrize(("cap", "admitted"), [(2, ["stu-2"]), (9, ["stu-2", "stu-3"])])
def test_a_larger_cap_lets_the_first_of_the_line_in(cap: int, admitted: list[str]) -> None:
    """A larger cap admits the first of the line in order, up to the cap."""
    world, outcomes = play(*FULL, h.extended(cap))
    moved = [one.application.student for one in outcomes[1:] if isinstance(one, ApplicationAdmitted)]
    assert (moved, len(outcomes)) == (admitted, 1 + len(admitted))
    assert drop_of(world, h).remaining == cap - 1 - len(admitted)


def test_who_waits_is_refused_when_the_drop_ends() -> None:
    """With the reason, whether the drop was closed or its session or fair ended."""
    for end in (h.drop_closed(), h.ended(), h.closed()):
        world, outcomes = play(*FULL, end)
        assert states(world) == {"stu-1": "submitted", "stu-2": "refused", "stu-3": "refused"}
        assert {of(world, one).reason for one in ("stu-2", "stu-3")} == {"drop_full"}
        drop, session = drop_of(world, h), session_of(world, h)
        assert (drop.state, drop.waiting, drop.standing) == ("closed", 0, 3)
        assert session.state == ("live" if end.event.wire_type() == events.DropClosed.wire_type() else "ended")
        assert world.books[h.fair].counters["refused"] == 0
        assert len(outcomes) >= 3


def test_a_refusal_counts_whatever_word_it_gives() -> None:
    """An enterprise's refusal counts, even with the reason of a full drop."""
    world, _ = decide_all([*DROPPED, h.through("stu-1"), h.turned_down("stu-1", reason="drop_full")])
    assert world.books[h.fair].counters["refused"] == 1


def test_the_run_of_show_knows_who_had_a_turn() -> None:
    """A job dropped by hand is done in the run of show; "next" takes the first undone one with its planned cap."""
    plan = [events.Slot(job=h.job("a"), cap=5), events.Slot(job=h.job("b"), minutes=3)]
    log = [*READY, h.planned(run_of_show=plan), h.started(), h.dropped("b", "1"), h.dropped(None, "2")]
    world, _ = decide_all(log)
    assert [slot.drop for slot in session_of(world, h).run_of_show] == [h.drop("2"), h.drop("1")]
    assert (drop_of(world, h, "2").cap, drop_of(world, h, "1").cap, drop_of(world, h, "2").number) == (5, None, 2)


def test_a_line_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A submission to a full line is refused and makes no application."""
    monkeypatch.setattr(drops, "LINE_MAX", 2)
    world, outcomes = decide_all([*FULL, h.through("stu-4"), h.withdrawn("stu-1"), h.through("stu-5")])
    assert outcomes[-3] == Refused("line_full")
    assert states(world)["stu-5"] == "waitlisted"
    assert "stu-4" not in states(world)
