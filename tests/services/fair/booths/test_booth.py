"""Booths, as a table: given these events, this event has this outcome."""

from __future__ import annotations

import pytest

from services.fair.kernel.outcomes import Refused, Unchanged
from tests.services.fair.cases import Row, by, guest, holds, stranger
from tests.services.fair.deciding import decide_all
from tests.services.fair.story import Teller

t = Teller()
READY = t.ready()
WEBSITE, SAME = "https://www.example.com", Unchanged("same_booth")
TABLE: dict[str, Row] = {
    "a booth is requested": ([t.scheduled()], t.requested(), "BoothRequested"),
    "not in an unknown fair": ([], t.requested(), Refused("unknown_fair")),
    "not for another enterprise": ([t.scheduled()], stranger(t.requested()), Refused("not_yours")),
    "by the fair's organizer": ([t.scheduled()], by(t.requested(), "o", "organizer", t.unit), "BoothRequested"),
    "not by another organizer": ([t.scheduled()], by(t.requested(), "o", "organizer", "u2"), Refused("not_yours")),
    "not by a student": ([t.scheduled()], guest(t.requested()), Refused("not_yours")),
    "not when all is over": ([*READY, t.closed()], t.requested("org-2"), Refused("fair_closed")),
    "a second request changes nothing": ([t.scheduled(), t.requested()], t.requested(), Unchanged("booth_requested")),
    "an approved one stays": (READY, t.requested(), Unchanged("booth_approved")),
    "its website is amended": (READY, t.booth_amended(website=WEBSITE), "BoothAmended"),
    "the same website": ([*READY, t.booth_amended(website=WEBSITE)], t.booth_amended(website=WEBSITE), SAME),
    "a refused one may ask again": ([t.scheduled(), t.requested(), t.refused()], t.requested(), "BoothRequested"),
    "a booth is approved": ([t.scheduled(), t.requested()], t.approved(), "BoothApproved"),
    "not if it was never requested": ([t.scheduled()], t.approved(), Refused("unknown_booth")),
    "not approved in an unknown fair": ([], t.approved(), Refused("unknown_fair")),
    "not approved by another organizer": ([t.scheduled(), t.requested()], stranger(t.approved()), Refused("not_yours")),
    "approved once": (READY, t.approved(), Unchanged("booth_approved")),
    "not approved after the close": ([*READY, t.requested("o2"), t.closed()], t.approved("o2"), Refused("fair_closed")),
    "a refused one is approved": ([t.scheduled(), t.requested(), t.refused()], t.approved(), "BoothApproved"),
    "a booth is refused": ([t.scheduled(), t.requested()], t.refused(), "BoothRefused"),
    "an approved one is refused": (READY, t.refused(), "BoothRefused"),
    "refused once": ([t.scheduled(), t.requested(), t.refused()], t.refused(), Unchanged("booth_refused")),
    "not refused by another organizer": ([t.scheduled(), t.requested()], stranger(t.refused()), Refused("not_yours")),
    "not refused if it was never requested": ([t.scheduled()], t.refused(), Refused("unknown_booth")),
}


@pytest.mark.parametrize("name", TABLE)
def test_given_when_then(name: str) -> None:
    """Given these events, this event has the expected outcome; an unchanged or refused one changes no row."""
    holds(TABLE[name])


def test_a_booth_names_its_website() -> None:
    """From its request on, until an amendment clears it."""
    log = [t.scheduled(), t.requested(website=WEBSITE)]
    for changes, website in (({"intro": "New"}, WEBSITE), ({"website": None}, None)):
        log.append(t.booth_amended(**changes))
        assert decide_all(log)[0].booths[t.fair, "org-1"].website == website


def test_a_booth_keeps_its_place() -> None:
    """A booth that is requested again has the new texts, and keeps its position in the list and its date."""
    world, _ = decide_all([t.scheduled(), t.requested(), t.refused(), t.requested(name="Better")])
    booth = world.booths[t.fair, "org-1"]
    assert (booth.name, booth.state, booth.reason, booth.place) == ("Better", "requested", None, 1)
