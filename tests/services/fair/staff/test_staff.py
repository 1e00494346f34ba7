"""Staff, hand-over and opening hours of a booth, as tables: who may do what, and for whom they act."""

from __future__ import annotations

import pytest

from schemas.booth import Opening
from services.fair.booths import booth as booths
from services.fair.kernel.outcomes import Refused, Unchanged
from tests.services.fair.applications.test_selection import DAY, HOUR, by, of, t
from tests.services.fair.deciding import Timed, is_outcome, play, without_books
from tests.services.fair.staff.story import by_person, handed, joined, linked, removed, revoked
from tests.services.fair.story import Entry, at

READY: list[Timed] = [*t.ready(), t.submitted()]
LINKED = [*READY, linked(t)]
JOINED = [*LINKED, joined(t)]
LED = [*READY, linked(t, role="lead"), joined(t)]
TWO = [*JOINED, t.requested("org-2"), t.approved("org-2"), linked(t, "m", "org-2")]
Row = tuple[list[Timed], Timed, object]
TABLE: dict[str, Row] = {
    # links
    "a link is made": (READY, linked(t), "StaffLinkMade"),
    "a link is made once": (LINKED, linked(t), Unchanged("link_made")),
    "not by another enterprise": (READY, by_person(linked(t), "x", "org-2"), Refused("not_yours")),
    "not by a recruiter of the staff": (JOINED, by_person(linked(t, "m"), "ann"), Refused("not_yours")),
    "but by a lead": (LED, by_person(linked(t, "m"), "ann"), "StaffLinkMade"),
    "not without a booth": ([t.scheduled()], linked(t), Refused("unknown_booth")),
    "not in an unknown fair": ([], linked(t), Refused("unknown_fair")),
    "not for a refused booth": ([*READY, t.refused()], linked(t), Refused("booth_refused")),
    "not until a time in the past": (READY, linked(t, expires_at=at(1)), Refused("expires_at_passed")),
    "a link is revoked": (LINKED, revoked(t), "StaffLinkRevoked"),
    "a link is revoked once": ([*LINKED, revoked(t)], revoked(t), Unchanged("link_revoked")),
    "no unknown link is revoked": (READY, revoked(t), Refused("unknown_link")),
    # joining
    "somebody joins": (LINKED, joined(t), "StaffJoined"),
    "a member of another enterprise too": (LINKED, joined(t, own="org-2"), "StaffJoined"),
    "not twice": (JOINED, joined(t), Unchanged("staff_already")),
    "not if the token names this enterprise": (LINKED, joined(t, own="org-1"), Unchanged("staff_already")),
    "not in another person's name": (LINKED, by_person(joined(t), "bob"), Refused("not_yours")),
    "not a student": (LINKED, by(joined(t), "ann", "student"), Refused("not_yours")),
    "not by an unknown link": (READY, joined(t), Refused("unknown_link")),
    "not by a revoked link": ([*LINKED, revoked(t)], joined(t), Refused("unknown_link")),
    "not by another booth's link": (LINKED, joined(t, org="org-2"), Refused("unknown_link")),
    "not by a link that is used up": (JOINED, joined(t, "bob"), Refused("link_used_up")),
    "as often as the link allows": ([*READY, linked(t, uses=2), joined(t)], joined(t, "bob"), "StaffJoined"),
    "not after it expires": ([*READY, linked(t, expires_at=at(50))], (50, joined(t)), Refused("link_expired")),
    "not after the fair's end if the link names no time": (LINKED, (DAY, joined(t)), Refused("link_expired")),
    "one booth at a time": (TWO, joined(t, name="m", org="org-2"), Refused("staff_elsewhere")),
    "another booth after leaving": ([*TWO, removed(t)], joined(t, name="m", org="org-2"), "StaffJoined"),
    "not when the fair is archived": ([*LINKED, t.closed(), t.archived()], joined(t), Refused("fair_archived")),
    # leaving
    "somebody is removed": (JOINED, removed(t), "StaffRemoved"),
    "somebody is removed once": ([*JOINED, removed(t)], removed(t), Unchanged("staff_removed")),
    "not if they never joined": (READY, removed(t), Refused("unknown_staff")),
    "not from another booth": (TWO, removed(t, org="org-2"), Refused("unknown_staff")),
    "not by a stranger": (JOINED, by_person(removed(t), "x", "org-2"), Refused("not_yours")),
    "somebody leaves": (JOINED, by_person(removed(t), "ann"), "StaffRemoved"),
    "a recruiter removes nobody else": ([*JOINED], by_person(removed(t, "bob"), "ann"), Refused("not_yours")),
    "and joins again": ([*READY, linked(t, uses=2), joined(t), removed(t)], joined(t), "StaffJoined"),
    # acting for the enterprise
    "staff shortlist": (JOINED, by_person(t.shortlisted(), "ann"), "ApplicantShortlisted"),
    "staff publish": (JOINED, by_person(t.published("b"), "ann", "org-2"), "JobPublished"),
    "staff rank": (JOINED, by_person(t.ranked("stu-1"), "ann"), "ApplicantsRanked"),
    "not after leaving": ([*JOINED, removed(t)], by_person(t.shortlisted(), "ann"), Refused("unknown_application")),
    "not before joining": (LINKED, by_person(t.shortlisted(), "ann"), Refused("unknown_application")),
    "not a student of that name": (JOINED, by(t.viewed(), "ann", "student"), Refused("unknown_application")),
    "staff do not organize": (JOINED, by_person(t.closed(), "ann"), Refused("not_yours")),
    # hand-over
    "handed to staff": (JOINED, handed(t), "ApplicantHandedOver"),
    "by staff to themselves": (JOINED, by_person(handed(t), "ann"), "ApplicantHandedOver"),
    "by the enterprise to itself": (READY, handed(t, "hr of org-1"), "ApplicantHandedOver"),
    "to the same": ([*JOINED, handed(t)], handed(t), Unchanged("same_assignee")),
    "to the same with words": ([*JOINED, handed(t)], handed(t, note="messages/x"), "ApplicantHandedOver"),
    "to nobody": ([*JOINED, handed(t)], handed(t, None), "ApplicantHandedOver"),
    "from nobody to nobody": (JOINED, handed(t, None), Unchanged("same_assignee")),
    "to a stranger": (JOINED, handed(t, "bob"), Refused("unknown_staff", "submitted")),
    "to one who left": ([*JOINED, removed(t)], handed(t), Refused("unknown_staff", "submitted")),
    "not handed over by another enterprise": (
        JOINED,
        by_person(handed(t), "x", "org-2"),
        Refused("unknown_application"),
    ),
    "not an unknown application": (JOINED, handed(t, student="stu-9"), Refused("unknown_application")),
    "after the end too": ([*JOINED, t.closed()], handed(t), "ApplicantHandedOver"),
    # the booth's own texts
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
}


@pytest.mark.parametrize("name", TABLE)
def test_given_when_then(name: str) -> None:
    """Given these events, this event has the expected outcome; an unchanged or refused one changes no row."""
    given, when, then = TABLE[name]
    before, _ = play(*given) if given else play(t.published("nowhere"))
    after, (outcome, *_) = play(*given, when)
    assert is_outcome(outcome, then)
    if not isinstance(then, str):
        assert without_books(after) == without_books(before)


def test_a_history_names_the_person() -> None:
    """A step records which member of the staff took it, not the enterprise."""
    world, _ = play(*JOINED, by_person(t.shortlisted(), "ann"))
    assert of(world).history[-1].by == "ann"


def test_a_hand_over_is_no_step() -> None:
    """State and history, which the student reads, do not change; the assignee is stored with the note."""
    before, _ = play(*JOINED)
    world, _ = play(*JOINED, (60, handed(t, note="messages/x")))
    one = of(world)
    assert (one.state, one.history, one.assignee) == ("submitted", of(before).history, "ann")
    assert one.assignment is not None
    assert (one.assignment.by, one.assignment.at, one.assignment.note) == ("hr of org-1", at(60), "messages/x")
    world, _ = play(*JOINED, handed(t), t.shortlisted(), t.withdrawn())
    assert of(world).assignee == "ann"
    world, _ = play(*JOINED, handed(t), t.withdrawn(), t.submitted())
    assert of(world).assignee is None


HOURS: dict[str, tuple[list[tuple[float, float]], object]] = {
    "two mornings": ([(0, HOUR), (2 * HOUR, 3 * HOUR)], "BoothAmended"),
    "one after the other": ([(0, HOUR), (HOUR, 2 * HOUR)], "BoothAmended"),
    "the whole fair": ([(0, DAY)], "BoothAmended"),
    "before it starts": ([(-1, HOUR)], "outside"),
    "after its end": ([(0, DAY + 1)], "outside"),
    "backwards": ([(HOUR, 0)], "outside"),
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
