"""Sessions: given these events, this event has this outcome."""

from __future__ import annotations

import pytest

from schemas import session as events
from services.fair.kernel.outcomes import Refused, Unchanged
from tests.services.fair.cases import holds
from tests.services.fair.deciding import decide_all
from tests.services.fair.hosting import Host, session_of
from tests.services.fair.story import START, UNIT, Entry, says

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
