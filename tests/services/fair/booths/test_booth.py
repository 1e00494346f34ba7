"""Booths and their opening hours, as tables: given these events, this event has this outcome."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.booth import Opening
from services.fair.booths import booth as booths
from services.fair.booths.booth import Booth, BoothRequested, adds
from services.fair.kernel.outcomes import Refused, Unchanged
from tests.services.fair.applications.test_selection import DAY, HOUR
from tests.services.fair.cases import Row, by, guest, holds, stranger
from tests.services.fair.deciding import decide_all, play
from tests.services.fair.staff.story import by_person, joined, linked
from tests.services.fair.story import Entry, Teller, at

t = Teller()
READY = t.ready()
JOINED = [*READY, linked(t), joined(t)]
LED = [*READY, linked(t, role="lead"), joined(t)]
DRAFT = [t.draft(), by(t.requested(), "o", "organizer", t.unit)]
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
    "not refused in an unknown fair": ([], t.refused(), Refused("unknown_fair")),
    "not refused after the close": ([*READY, t.closed()], t.refused(), Refused("fair_closed")),
    "a new text": (READY, t.booth_amended(intro="Come!"), "BoothAmended"),
    "the same name": (READY, t.booth_amended(name="Enterprise org-1"), Unchanged("same_booth")),
    "by a lead": (LED, by_person(t.booth_amended(intro="Come!"), "ann"), "BoothAmended"),
    "not by a recruiter": (JOINED, by_person(t.booth_amended(intro="Come!"), "ann"), Refused("not_yours")),
    "not by the organizer": (READY, by(t.booth_amended(intro="x"), "o", "organizer", t.unit), Refused("not_yours")),
    "the name of an approved booth stays": (READY, t.booth_amended(name="Other"), Refused("booth_approved")),
    "the code too": (READY, t.booth_amended(uscc="91330106MA2CFLRB4T"), Refused("booth_approved")),
    "until then it may change": ([t.scheduled(), t.requested()], t.booth_amended(name="Other"), "BoothAmended"),
    "a refused one asks again": ([*READY, t.refused()], t.booth_amended(intro="x"), Refused("booth_refused")),
    "no unknown booth": ([t.scheduled()], t.booth_amended(intro="x"), Refused("unknown_booth")),
    "not after the fair's close": ([*READY, t.closed()], t.booth_amended(intro="x"), Refused("fair_closed")),
    "not in an unknown fair's": ([], t.booth_amended(intro="x"), Refused("unknown_fair")),
    "not by others in a draft": (DRAFT, t.booth_amended(intro="x"), Refused("unknown_fair")),
    "not judged by others in a draft": (DRAFT, stranger(t.approved()), Refused("unknown_fair")),
}


@pytest.mark.parametrize("name", TABLE)
def test_given_when_then(name: str) -> None:
    """Given these events, this event has the expected outcome; an unchanged or refused one changes no row."""
    holds(TABLE[name])


def test_a_booth_has_what_its_request_names() -> None:
    """Each field of the request, the sender, the log offset and the log time."""
    texts: dict[str, Any] = {
        "name": "Acme",
        "uscc": "91330106MA2CFLRB4T",
        "nature": "private",
        "industry": "装备制造",
        "region": "上海",
        "intro": "We build cranes.",
        "website": WEBSITE,
    }
    world, _ = decide_all([t.scheduled(), t.requested(**texts)])
    decided: dict[str, Any] = {"state": "requested", "reason": None, "place": 1, "created_at": at(1)}
    assert world.booths[t.fair, "org-1"] == Booth(t.fair, "org-1", requested_by="hr of org-1", **texts, **decided)


def test_the_reason_of_a_refusal_stands_until_another_decision() -> None:
    """A refusal stores its reason; an approval clears it."""
    log = [t.scheduled(), t.requested(), t.refused(reason="no room")]
    for entry, state, reason in ((None, "refused", "no room"), (t.approved(), "approved", None)):
        booth = decide_all([*log, *([entry] if entry else [])])[0].booths[t.fair, "org-1"]
        assert (booth.state, booth.reason) == (state, reason)


def test_only_an_approved_booth_counts() -> None:
    """One enterprise of its fair."""
    log = [t.scheduled(), t.requested(), t.approved(), t.refused()]
    booths_then = [decide_all(log[:n])[0].booths.get((t.fair, "org-1")) for n in (1, 2, 3, 4)]
    assert [dict(adds(booth)) for booth in booths_then] == [{}, {}, {"enterprises": 1}, {}]


def test_a_booth_names_its_website() -> None:
    """From its request on, until an amendment clears it."""
    log = [t.scheduled(), t.requested(website=WEBSITE)]
    for changes, website in (({"intro": "New"}, WEBSITE), ({"website": None}, None)):
        log.append(t.booth_amended(**changes))
        assert decide_all(log)[0].booths[t.fair, "org-1"].website == website


def test_a_booth_keeps_its_place() -> None:
    """A booth that is requested again has the new texts, and keeps its position in the list and its date."""
    world, outcomes = decide_all([t.scheduled(), t.requested(), t.refused(), t.requested(name="Better")])
    booth = world.booths[t.fair, "org-1"]
    assert outcomes[-1] == BoothRequested(booth)
    assert (booth.name, booth.state, booth.reason, booth.place) == ("Better", "requested", None, 1)
    assert booth.created_at == at(1)


HOURS: dict[str, tuple[list[tuple[float, float]], object]] = {
    "two mornings": ([(0, HOUR), (2 * HOUR, 3 * HOUR)], "BoothAmended"),
    "one after the other": ([(0, HOUR), (HOUR, 2 * HOUR)], "BoothAmended"),
    "the whole fair": ([(0, DAY)], "BoothAmended"),
    "before it starts": ([(-1, HOUR)], "outside"),
    "after its end": ([(0, DAY + 1)], "outside"),
    "backwards": ([(HOUR, 0)], "outside"),
    "no time at all": ([(HOUR, HOUR)], "outside"),
    "overlapping": ([(0, HOUR), (HOUR - 1, 2 * HOUR)], "outside"),
    "out of order": ([(2 * HOUR, 3 * HOUR), (0, HOUR)], "outside"),
    "none": ([], "same"),
}


@pytest.mark.parametrize("name", HOURS)
def test_hours_are_of_the_fairs_time(name: str) -> None:
    """Sorted, without overlaps, within the fair's times; no hours means open for the whole fair."""
    times, then = HOURS[name]
    hours = [Opening(begins=at(begins), ends=at(ends)) for begins, ends in times]
    entry: Entry = t.booth_amended(hours=hours)
    world, (outcome,) = play(*READY, entry)
    refusals = {"outside": Refused("hours_outside_fair"), "same": Unchanged("same_booth")}
    assert outcome == refusals.get(str(then), outcome)
    if then == "BoothAmended":
        kept = tuple(booths.Opening(at(begins), at(ends)) for begins, ends in times)
        assert world.booths[t.fair, "org-1"].hours == kept
        cleared, _ = play(*READY, entry, t.booth_amended(hours=None))
        assert cleared.booths[t.fair, "org-1"].hours == ()


def test_hours_that_a_sooner_end_left_outside_stay() -> None:
    """Another amendment of the booth is not refused for hours that were right when they were given."""
    hours = t.booth_amended(hours=[Opening(begins=at(0), ends=at(DAY))])
    given = [*READY, hours, t.fair_amended(ends_at=at(HOUR))]
    assert type(play(*given, t.booth_amended(intro="Come!"))[1][0]).__name__ == "BoothAmended"
