"""Sessions: given these events, this event has this outcome."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from schemas import session as events
from services.fair.kernel.outcomes import Refused, Unchanged
from services.fair.sessions.session import (
    AtSession,
    HostAnnounced,
    OfSession,
    Session,
    Slot,
    ViewersCounted,
    decide,
    may_show,
)
from tests.services.fair.applications.test_selection import said_by
from tests.services.fair.cases import holds
from tests.services.fair.deciding import decide_all
from tests.services.fair.hosting import Host, session_of
from tests.services.fair.staff.story import joined, linked
from tests.services.fair.story import ORG, START, UNIT, Entry, at, says

h = Host()
READY = h.ready("a", "b")
PLANNED = [*READY, h.planned("a", "b")]
LIVE = [*PLANNED, h.started()]
DROPPED = [*LIVE, h.dropped(cap=1)]
PAUSED = [*LIVE, h.of(events.FairSessionPaused)]
OTHERS = [h.requested("org-2"), h.approved("org-2"), h.published("c", "org-2")]
FULL = [*DROPPED, h.through("stu-1"), h.through("stu-2"), h.through("stu-3")]

TABLE: dict[str, tuple[list[Entry], Entry, object]] = {
    "a session is planned": (READY, h.planned("a"), "FairSessionScheduled"),
    "once": (PLANNED, h.planned("a"), Unchanged("already_scheduled")),
    "in a fair": ([], h.planned(), Refused("unknown_fair")),
    "with a booth": (READY, h.planned(org="org-2"), Refused("booth_not_approved")),
    "by the organizer": (READY, h.planned("a", "b", org=UNIT), "FairSessionScheduled"),
    "not by another organizer": (
        READY,
        says(h.planned().event, "o", "organizer", "unit-2"),
        Refused("not_yours"),
    ),
    "not for another": (READY, says(h.planned().event, "o", "enterprise", "org-2"), Refused("not_yours")),
    "not by a student": (READY, says(h.planned().event, "stu-1", "student"), Refused("not_yours")),
    "before the fair is over": ([*READY, h.closed()], h.planned(), Refused("fair_closed")),
    "with jobs that are there": (READY, h.planned("z"), Refused("unknown_job")),
    "with its own jobs": ([*READY, *OTHERS], h.planned("c"), Refused("unknown_job")),
    "the organizer with all": ([*READY, *OTHERS], h.planned("c", org=UNIT), "FairSessionScheduled"),
    "it is changed": (
        PLANNED,
        h.of(events.FairSessionAmended, changes=events.SessionChanges(title="Later")),
        "FairSessionAmended",
    ),
    "into the same": (
        PLANNED,
        h.of(events.FairSessionAmended, changes=events.SessionChanges(starts_at=START)),
        Unchanged("same_plan"),
    ),
    "not while it is live": (
        LIVE,
        h.of(events.FairSessionAmended, changes=events.SessionChanges(title="Later")),
        Refused("session_live"),
    ),
    "not when its fair is over": (
        [*PLANNED, h.closed()],
        h.of(events.FairSessionAmended, changes=events.SessionChanges(title="Later")),
        Refused("fair_closed"),
    ),
    "it starts": (PLANNED, h.started(), "FairSessionStarted"),
    "it starts once": (LIVE, h.started(), Refused("session_live")),
    "in an open fair": (
        [h.scheduled(), h.requested(), h.approved(), h.published("a"), h.planned("a")],
        h.started(),
        Refused("fair_not_open"),
    ),
    "where it is": (READY, h.started(), Refused("unknown_session")),
    "by its host": (PLANNED, h.started(org=UNIT), Refused("unknown_session")),
    "it does not start again": ([*LIVE, h.ended()], h.started(), Refused("session_ended")),
    "it ends": (LIVE, h.ended(), "FairSessionEnded"),
    "after it began": (PLANNED, h.ended(), Refused("session_scheduled")),
    "it ends once": ([*LIVE, h.ended()], h.ended(), Refused("session_ended")),
    "it is paused": (LIVE, h.of(events.FairSessionPaused), "FairSessionPaused"),
    "paused once": (PAUSED, h.of(events.FairSessionPaused), Unchanged("session_paused")),
    "it goes on": (PAUSED, h.of(events.FairSessionResumed), "FairSessionResumed"),
    "it went on": (LIVE, h.of(events.FairSessionResumed), Unchanged("session_live")),
    "a job is pinned": (LIVE, h.of(events.JobPinned, job=h.job("b")), "JobPinned"),
    "one of its own": ([*LIVE, *OTHERS], h.of(events.JobPinned, job=h.job("c")), Refused("unknown_job")),
    "none is pinned": (LIVE, h.of(events.JobPinned), Unchanged("same_pin")),
    "it is announced": (LIVE, h.of(events.HostAnnounced, text="Soon"), "HostAnnounced"),
    "while it is live": (PLANNED, h.of(events.HostAnnounced, text="Soon"), Refused("session_scheduled")),
    "not by others in a draft": ([h.draft(), h.planned(org=UNIT)], h.planned(name="t"), Refused("unknown_fair")),
    "not by the organizer for an enterprise": (
        READY,
        says(h.planned().event, "o", "organizer", UNIT),
        Refused("not_yours"),
    ),
    "also by one of another booth's staff": (
        [*READY, *OTHERS, linked(h, "m", "org-2"), joined(h, "host of org-1", "m", "org-2", own=ORG)],
        h.planned(),
        "FairSessionScheduled",
    ),
    "not started when the fair is closed": ([*PLANNED, h.closed()], h.started(), Refused("fair_closed")),
    "not started with a refused booth": ([*PLANNED, h.refused()], h.started(), Refused("booth_not_approved")),
    "not ended by a refused booth": ([*LIVE, h.refused()], h.ended(), Refused("booth_not_approved")),
    "not started in an unknown fair": ([], h.started(), Refused("unknown_session")),
    "not planned with a booth that only asked": (
        [h.scheduled(), h.requested()],
        h.planned(),
        Refused("booth_not_approved"),
    ),
    "not changed into another's jobs": (
        [*PLANNED, *OTHERS],
        h.of(events.FairSessionAmended, changes=events.SessionChanges(run_of_show=[events.Slot(job=h.job("c"))])),
        Refused("unknown_job"),
    ),
    "not paused before it begins": (PLANNED, h.of(events.FairSessionPaused), Refused("session_scheduled")),
    "a pin is taken away": ([*LIVE, h.of(events.JobPinned, job=h.job("b"))], h.of(events.JobPinned), "JobPinned"),
    "an unknown job is not pinned": (LIVE, h.of(events.JobPinned, job=h.job("z")), Refused("unknown_job")),
    "viewers of an unknown session": (
        READY,
        says(h.of(events.ViewersCounted, minute=START, viewers=1, peak=2).event, "livefair", "system"),
        Refused("unknown_session"),
    ),
    "viewers are counted by the system": (
        LIVE,
        h.of(events.ViewersCounted, minute=START, viewers=1, peak=2),
        Refused("unknown_session"),
    ),
}


@pytest.mark.parametrize("name", TABLE)
def test_given_when_then(name: str) -> None:
    """Given these events, this event has the expected outcome; an unchanged or refused one changes no row."""
    holds(TABLE[name])


def test_viewers_are_kept() -> None:
    """The session's peak and the minute's numbers are stored."""
    counted = [
        says(h.of(events.ViewersCounted, minute=START, viewers=n, peak=2 * n).event, "livefair", "system")
        for n in (3, 1)
    ]
    world, _ = decide_all([*LIVE, *counted])
    assert session_of(world, h).viewers_peak == 6
    assert world.viewers == {(h.session(), START): (1, 2)}


def test_a_session_has_what_its_host_planned() -> None:
    """Each field, the role of the host, the log offset and the log time."""
    slots = [events.Slot(job=h.job("b"), minutes=5, cap=3), events.Slot(job=h.job("a"))]
    more: dict[str, Any] = {"title": "Evening", "starts_at": at(60), "stream_url": "https://live.example.com/1"}
    run_of_show = (Slot(h.job("b"), 5, 3), Slot(h.job("a")))
    for org, host in ((ORG, "enterprise"), (UNIT, "organizer")):
        world, _ = decide_all([*READY, h.planned(org=org, **more, run_of_show=slots)])
        place = len(READY)
        rest: dict[str, Any] = {
            "run_of_show": run_of_show,
            "state": "scheduled",
            "place": place,
            "created_at": at(place),
        }
        assert session_of(world, h) == Session(h.session(), h.fair, org, host, **more, **rest)


def test_a_session_from_its_start_to_its_end() -> None:
    """The times of start and end, the pause and the pinned job; the end takes the pause and the pin away."""
    pinned = h.of(events.JobPinned, job=h.job("b"))
    paused, resumed = h.of(events.FairSessionPaused), h.of(events.FairSessionResumed)
    started_at, found = at(len(PLANNED)), []
    for more in ([], [pinned], [pinned, paused], [pinned, paused, resumed], [pinned, paused, h.ended()]):
        session = session_of(decide_all([*LIVE, *more])[0], h)
        assert session.started_at == started_at
        found.append((session.state, session.paused, session.pinned, session.ended_at))
    assert found == [
        ("live", False, None, None),
        ("live", False, h.job("b"), None),
        ("live", True, h.job("b"), None),
        ("live", False, h.job("b"), None),
        ("ended", False, None, at(len(LIVE) + 2)),
    ]


def test_an_outcome_names_the_session_and_what_was_said() -> None:
    """The announcement with its session; the numbers of viewers with their minute."""
    world, outcomes = decide_all([*LIVE, h.of(events.HostAnnounced, text="Soon")])
    assert outcomes[-1] == HostAnnounced(session_of(world, h), "Soon")
    counted = says(h.of(events.ViewersCounted, minute=START, viewers=3, peak=4).event, "livefair", "system")
    world, outcomes = decide_all([*LIVE, counted])
    assert outcomes[-1] == ViewersCounted(session_of(world, h), START, 3, 4)


def test_a_host_shows_no_job_of_another_fair() -> None:
    """Neither an enterprise its own, nor an organizer any."""
    job = decide_all(READY)[0].jobs[h.job("a")]
    for org in (ORG, UNIT):
        session = session_of(decide_all([*READY, h.planned(org=org)])[0], h)
        assert may_show(session, job)
        assert not may_show(session, replace(job, fair=Host().fair))


def test_another_command_is_a_mistake_of_the_program() -> None:
    """The registry never passes a command that the rule does not know."""
    world, _ = decide_all(LIVE)
    said = said_by("host", "enterprise", ORG)
    command = OfSession(h.fair, h.session())
    with pytest.raises(TypeError, match=re.escape(f"no command of a session: {command!r}")):
        decide(AtSession(world.fairs[h.fair], session_of(world, h)), command, said)
