"""The rules of drops: who may act on one, what its end changes, histories, caps and numbers."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from schemas import session as events
from services.fair.fairs.fair import Fair
from services.fair.kernel.context import ITSELF, Context
from services.fair.kernel.outcomes import Refused
from services.fair.sessions.drop import (
    AtDrop,
    CloseDrop,
    Drop,
    DropClosed,
    DropJob,
    JobDropped,
    ToDrop,
    counted,
    decide,
    decide_drop,
)
from services.fair.sessions.session import DROPS_MAX, Session
from tests.services.fair.deciding import Timed, play
from tests.services.fair.hosting import Host, drop_of, of
from tests.services.fair.story import ORG, at

h = Host()
LIVE: list[Timed] = [*h.ready("a", "b"), h.planned("a", "b"), h.started()]
FULL: list[Timed] = [*LIVE, h.dropped(cap=1), h.through("stu-1"), h.through("stu-2")]
CLOSE = CloseDrop(h.fair, h.session(), h.drop())


def rows() -> tuple[Fair, Session, Drop]:
    """The rows that a command on the drop reads."""
    world, _ = play(*FULL)
    return world.fairs[h.fair], world.sessions[h.session()], drop_of(world, h)


def said_by(org: str = ORG, unapproved: frozenset[str] = frozenset()) -> Context:
    now, position = at(100), "livefair.fairs:0:99"
    return Context(UUID(int=1), "host", "enterprise", org, now, 99, position, unapproved=unapproved)


def test_a_command_concerns_a_drop_of_its_hosts_session() -> None:
    """Without fair, session or drop, with another session's drop or another enterprise: refused as unknown."""
    fair, session, drop = rows()
    unknown = Refused("unknown_drop")
    assert isinstance(decide(AtDrop(fair, session, drop), CLOSE, said_by()), DropClosed)
    assert decide(AtDrop(None, session, drop), CLOSE, said_by()) == unknown
    assert decide(AtDrop(fair, None, drop), CLOSE, said_by()) == unknown
    assert decide(AtDrop(fair, session, None), CLOSE, said_by()) == unknown
    assert decide(AtDrop(fair, session, replace(drop, session=h.session("another"))), CLOSE, said_by()) == unknown
    assert decide(AtDrop(fair, session, drop), CLOSE, said_by("org-2")) == unknown


def test_a_host_needs_an_approved_booth() -> None:
    """Also to close an open drop; the booth of another enterprise does not matter."""
    fair, session, drop = rows()
    assert decide(AtDrop(fair, session, drop), CLOSE, said_by(unapproved=frozenset({ORG}))) == Refused(
        "booth_not_approved"
    )
    assert isinstance(decide(AtDrop(fair, session, drop), CLOSE, said_by(unapproved=frozenset({"org-2"}))), DropClosed)


def test_a_drop_keeps_when_it_closed() -> None:
    """By log time."""
    world, _ = play(*FULL, (500, h.drop_closed()))
    drop = drop_of(world, h)
    assert (drop.state, drop.closed_at) == ("closed", at(500))


def test_the_history_says_who_waits_and_why() -> None:
    """It replaces the step of the submission; earlier steps stay."""
    again: list[Timed] = [*LIVE, h.submitted("stu-2"), h.withdrawn("stu-2"), h.dropped(cap=1)]
    world, _ = play(*again, h.through("stu-1"), h.through("stu-2"))
    steps = [(step.event, step.reason) for step in of(world, "stu-2").history]
    assert steps == [
        ("ApplicationReceived", None),
        ("ApplicationWithdrawn", None),
        ("ApplicationWaitlisted", "drop_full"),
    ]


def test_the_line_is_left_by_itself() -> None:
    """Admitted when a slot becomes free, refused when the drop ends; the history names no person."""
    for leaving, event, reason in (
        (h.extended(2), "ApplicationAdmitted", None),
        (h.drop_closed(), "ApplicationRefused", "drop_full"),
    ):
        world, _ = play(*FULL, leaving)
        last = of(world, "stu-2").history[-1]
        assert (last.event, last.by, last.reason) == (event, ITSELF, reason)


@pytest.mark.parametrize(("submitted", "more"), [(True, 1), (False, 0)])
def test_a_submission_is_counted_though_no_number_changes(submitted: bool, more: int) -> None:
    """Its submissions grow by one; if there is nothing to count, the same row is returned and not written."""
    world, _ = play(*FULL)
    drop, waiting = drop_of(world, h), of(world, "stu-2")
    after = counted(drop, waiting, waiting, submitted)
    assert after == replace(drop, submissions=drop.submissions + more)
    assert (after is drop) == (not submitted)
    assert counted(drop, None, replace(waiting, drop=None), submitted) is drop


def test_a_cap_comes_with_the_drop_or_from_the_plan() -> None:
    """The host's cap replaces the planned one, for "next" and for a named job; the planned slot is used up."""
    for job in (None, "a"):
        world, _ = play(*LIVE, h.dropped(job, cap=5))
        assert (drop_of(world, h).job, drop_of(world, h).cap) == (h.job("a"), 5)
        assert [slot.drop for slot in world.sessions[h.session()].run_of_show] == [h.drop(), None]
    world, _ = play(
        *h.ready("a"), h.planned(run_of_show=[events.Slot(job=h.job("a"), cap=3)]), h.started(), h.dropped()
    )
    assert drop_of(world, h).cap == 3
    over: list[Timed] = [*LIVE, h.dropped(None, "1"), h.dropped(None, "2")]
    assert play(*over, h.dropped(None, "3", cap=5))[1] == [Refused("run_of_show_over")]


def test_a_session_has_only_so_many_drops() -> None:
    """The last drop is allowed, one more is refused; each has its number, log position and time."""
    world, _ = play(*LIVE)
    fair, session, jobs = world.fairs[h.fair], world.sessions[h.session()], tuple(world.jobs.values())
    command, said = DropJob(h.fair, session.id, h.drop(), h.job("a"), None), said_by()
    last, full = replace(session, drops=DROPS_MAX - 1), replace(session, drops=DROPS_MAX)
    outcome = decide_drop(ToDrop(fair, last, (), jobs), command, said)
    assert isinstance(outcome, JobDropped)
    drop = outcome.drop
    assert (drop.number, drop.place, drop.opened_at) == (DROPS_MAX, said.offset, said.now)
    assert decide_drop(ToDrop(fair, full, (), jobs), command, said) == Refused("too_many_drops")
    assert decide_drop(ToDrop(None, session, (), jobs), command, said) == Refused("unknown_session")
