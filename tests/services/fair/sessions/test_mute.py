"""Muting in a session: given these events, this event has this outcome."""

from __future__ import annotations

import pytest

from schemas import session as events
from services.fair.kernel.outcomes import Refused, Unchanged
from services.fair.sessions import mute
from tests.services.fair.cases import holds
from tests.services.fair.deciding import decide_all
from tests.services.fair.hosting import Host, session_of
from tests.services.fair.story import UNIT, Entry, says

h = Host()
PLANNED = [*h.ready("a"), h.planned("a")]
LIVE = [*PLANNED, h.started()]
MUTED = [*LIVE, h.muted("stu-1")]

TABLE: dict[str, tuple[list[Entry], Entry, object]] = {
    "somebody is muted": (LIVE, h.muted("stu-1"), "CommenterMuted"),
    "in a pause": ([*LIVE, h.of(events.FairSessionPaused)], h.muted("stu-1"), "CommenterMuted"),
    "before it begins": (PLANNED, h.muted("stu-1"), "CommenterMuted"),
    "not when it is over": ([*LIVE, h.ended()], h.muted("stu-1"), Refused("session_ended")),
    "once": (MUTED, h.muted("stu-1"), Unchanged("muted")),
    "and another": (MUTED, h.muted("stu-2"), "CommenterMuted"),
    "somebody is unmuted": (MUTED, h.unmuted("stu-1"), "CommenterUnmuted"),
    "unmuting somebody who was not muted": (MUTED, h.unmuted("stu-2"), Unchanged("not_muted")),
    "not unmuted when it is over": ([*MUTED, h.ended()], h.unmuted("stu-1"), Refused("session_ended")),
    "again": ([*MUTED, h.unmuted("stu-1")], h.muted("stu-1"), "CommenterMuted"),
    "not by the organizer": (LIVE, h.muted("stu-1", UNIT), Refused("unknown_session")),
    "not by another enterprise": (LIVE, h.muted("stu-1", "org-2"), Refused("unknown_session")),
    "not by the muted student": (MUTED, says(h.unmuted("stu-1").event, "stu-1", "student"), Refused("unknown_session")),
    "not in an unknown session": (h.ready("a"), h.muted("stu-1"), Refused("unknown_session")),
    "not in an unknown fair": ([], h.muted("stu-1"), Refused("unknown_session")),
    "not with a refused booth": ([*LIVE, h.refused()], h.muted("stu-1"), Refused("booth_not_approved")),
    "by the organizer in a session of its own": (
        [*h.ready("a"), h.planned("a", org=UNIT)],
        h.muted("stu-1", UNIT),
        "CommenterMuted",
    ),
}


@pytest.mark.parametrize("name", TABLE)
def test_given_when_then(name: str) -> None:
    """Given these events, this event has the expected outcome; an unchanged or refused one changes no row."""
    holds(TABLE[name])


def test_they_stand_in_the_order_of_the_log() -> None:
    """A person who is muted again moves to the end of the list; the end of the session keeps the list."""
    said = [h.muted(one) for one in ("c", "a", "b")] + [h.unmuted("c"), h.muted("c"), h.ended()]
    world, _ = decide_all([*LIVE, *said])
    assert session_of(world, h).muted == ("a", "b", "c")


def test_there_are_only_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of muted people is bounded; unmuting one makes room for another."""
    monkeypatch.setattr(mute, "MUTED_MAX", 2)
    full = [*LIVE, h.muted("a"), h.muted("b")]
    assert decide_all([*full, h.muted("c")])[1][-1] == Refused("too_many_muted")
    assert decide_all([*full, h.muted("b")])[1][-1] == Unchanged("muted")
    assert type(decide_all([*full, h.unmuted("a"), h.muted("c")])[1][-1]).__name__ == "CommenterMuted"


def test_an_outcome_names_the_person_and_the_session() -> None:
    """The person, and the session with its new list."""
    for given, entry, muted in ((LIVE, h.muted("stu-1"), ("stu-1",)), (MUTED, h.unmuted("stu-1"), ())):
        world, outcomes = decide_all([*given, entry])
        hushed = outcomes[-1]
        assert isinstance(hushed, mute.Hushed)
        assert (hushed.person, hushed.session, hushed.session.muted) == ("stu-1", session_of(world, h), muted)
