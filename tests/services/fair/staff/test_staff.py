"""Staff and hand-over, as a table: who may do what, and for whom they act."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.fair.kernel.outcomes import Refused, Unchanged
from services.fair.staff.staff import (
    ApplicantHandedOver,
    Crew,
    Departure,
    Staff,
    StaffLink,
    StaffLinkRevoked,
    StaffRemoved,
)
from tests.services.fair.applications.test_selection import DAY, by, of, t
from tests.services.fair.deciding import Timed, is_outcome, play, without_books
from tests.services.fair.staff.story import by_person, handed, joined, link_of, linked, removed, revoked
from tests.services.fair.story import at

READY: list[Timed] = [*t.ready(), t.submitted()]
LINKED = [*READY, linked(t)]
JOINED = [*LINKED, joined(t)]
LED = [*READY, linked(t, role="lead"), joined(t)]
DRAFT: list[Timed] = [t.draft(), by(t.requested(), "o", "organizer", t.unit)]
TWO = [*JOINED, t.requested("org-2"), t.approved("org-2"), linked(t, "m", "org-2")]
OTHER = "1" * 64
HAD = [*READY, linked(t, uses=2), joined(t)]
GONE = [*HAD, removed(t)]
MADE_MEANWHILE = [*HAD, linked(t, "n", sha256=OTHER)]
LED_LINK = [*LED, by_person(linked(t, "m", sha256=OTHER, uses=3), "ann")]
ELSEWHERE = [t.requested("org-2"), t.approved("org-2"), linked(t, "x", "org-2", sha256="3" * 64)]
MOVED = [*ELSEWHERE, joined(t, name="x", org="org-2")]
AND_LEFT = [*MOVED, removed(t, org="org-2")]
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
    "not revoked by another enterprise": (LINKED, by_person(revoked(t), "x", "org-2"), Refused("not_yours")),
    "no unknown link is revoked": (READY, revoked(t), Refused("unknown_link")),
    "not until now": (READY, (50, linked(t, expires_at=at(50))), Refused("expires_at_passed")),
    "not revoked in an unknown fair": ([], revoked(t), Refused("unknown_fair")),
    "not by others in a draft": (DRAFT, linked(t), Refused("unknown_fair")),
    "not in an archived fair": ([*READY, t.closed(), t.archived()], linked(t), Refused("fair_archived")),
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
    "not by a link of an unknown fair": ([], joined(t), Refused("unknown_link")),
    # leaving
    "somebody is removed": (JOINED, removed(t), "StaffRemoved"),
    "somebody is removed once": ([*JOINED, removed(t)], removed(t), Unchanged("staff_removed")),
    "not if they never joined": (READY, removed(t), Refused("unknown_staff")),
    "not from another booth": (TWO, removed(t, org="org-2"), Refused("unknown_staff")),
    "not by a stranger": (JOINED, by_person(removed(t), "x", "org-2"), Refused("not_yours")),
    "not from an archived fair": ([*JOINED, t.closed(), t.archived()], removed(t), Refused("fair_archived")),
    "nobody leaves an archived fair": (
        [*JOINED, t.closed(), t.archived()],
        by_person(removed(t), "ann"),
        Refused("fair_archived"),
    ),
    "somebody leaves": (JOINED, by_person(removed(t), "ann"), "StaffRemoved"),
    "a recruiter removes nobody else": ([*JOINED], by_person(removed(t, "bob"), "ann"), Refused("not_yours")),
    "nobody leaves an unknown fair": ([], by_person(removed(t), "ann"), Refused("unknown_fair")),
    "a student of that name leaves nothing": (JOINED, by(removed(t), "ann", "student"), Refused("not_yours")),
    "not once the fair is archived": ([*JOINED, t.closed(), t.archived()], removed(t), Refused("fair_archived")),
    "nor do they leave it": (
        [*JOINED, t.closed(), t.archived()],
        by_person(removed(t), "ann"),
        Refused("fair_archived"),
    ),
    "and joins again by a newer link": ([*GONE, linked(t, "n", sha256=OTHER)], joined(t, name="n"), "StaffJoined"),
    "not by the one of before": (GONE, joined(t), Refused("link_too_old")),
    "nor by one made meanwhile": ([*MADE_MEANWHILE, removed(t)], joined(t, name="n"), Refused("link_too_old")),
    "nor after leaving": ([*HAD, by_person(removed(t), "ann")], joined(t), Refused("link_too_old")),
    "but by somebody else": (GONE, joined(t, "bob"), "StaffJoined"),
    "a removed lead's link is gone": ([*LED_LINK, removed(t)], joined(t, "bob", "m"), Refused("unknown_link")),
    "for the lead too": ([*LED_LINK, removed(t)], joined(t, name="m"), Refused("unknown_link")),
    "it leads as long as the lead does": (LED_LINK, joined(t, "bob", "m"), "StaffJoined"),
    "it stays gone when the lead is back": (
        [*LED_LINK, removed(t), linked(t, "n", sha256="2" * 64), joined(t, name="n")],
        joined(t, "bob", "m"),
        Refused("unknown_link"),
    ),
    "nor when the lead is at another booth": (
        [*LED_LINK, removed(t), *MOVED],
        joined(t, "bob", "m"),
        Refused("unknown_link"),
    ),
    "nor when the lead left that one, too": (
        [*LED_LINK, removed(t), *AND_LEFT],
        joined(t, name="m"),
        Refused("unknown_link"),
    ),
    "another booth makes no link newer": ([*GONE, *AND_LEFT], joined(t), Refused("link_too_old")),
    "but a newer link is one": ([*GONE, *AND_LEFT, linked(t, "n", sha256=OTHER)], joined(t, name="n"), "StaffJoined"),
    "the enterprise's own link outlives a part at another booth": (
        [*READY, linked(t, uses=2), *ELSEWHERE, joined(t, "hr of org-1", "x", "org-2", "org-1")],
        joined(t),
        "StaffJoined",
    ),
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
    "not in an unknown fair at all": ([], handed(t), Refused("unknown_application")),
    "not with a refused booth": (
        [*JOINED, t.refused()],
        handed(t),
        Refused("booth_not_approved", "submitted"),
    ),
    "not in a fair that is archived": (
        [*JOINED, t.closed(), t.archived()],
        handed(t),
        Refused("fair_archived", "submitted"),
    ),
    "not to another booth's staff": (
        [*TWO[:-1], linked(t, "m", "org-2"), joined(t, "bob", "m", "org-2")],
        handed(t, "bob"),
        Refused("unknown_staff", "submitted"),
    ),
    "to nobody with words": (JOINED, handed(t, None, note="messages/x"), "ApplicantHandedOver"),
    "after the end too": ([*JOINED, t.closed()], handed(t), "ApplicantHandedOver"),
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


def test_a_link_has_what_its_maker_said() -> None:
    """Each field, the log time and offset; without a time it is valid until the fair's end."""
    now, place = at(60), len(READY)
    for expires_at, until in ((at(90), at(90)), (None, at(DAY))):
        world, _ = play(*READY, (60, linked(t, role="lead", uses=3, expires_at=expires_at)))
        ids = (link_of(t), t.fair, "org-1", "0" * 64, "lead")
        assert world.links == {link_of(t): StaffLink(*ids, 3, 0, until, "open", "hr of org-1", now, place)}


def test_a_member_has_the_role_of_the_link() -> None:
    """The enterprise and the role of the link, the log time and offset; the link counts who joined."""
    world, _ = play(*READY, linked(t, role="lead", uses=3), (60, joined(t)))
    member = Staff(t.fair, "ann", "org-1", "lead", link_of(t), "active", at(60), len(READY) + 1)
    assert world.staff == {(t.fair, "ann"): member}
    assert [link.used for link in world.links.values()] == [1]
    world, _ = play(*READY, linked(t, role="lead", uses=3), (60, joined(t)), joined(t, "bob"))
    assert [link.used for link in world.links.values()] == [2]


def test_a_link_that_is_revoked_keeps_its_members() -> None:
    """Only the link's state changes, and only the member's when they are removed."""
    before, _ = play(*JOINED)
    world, (revoking,) = play(*JOINED, revoked(t))
    [link], [member] = before.links.values(), before.staff.values()
    assert revoking == StaffLinkRevoked(Crew(replace(link, state="revoked")))
    assert (list(world.links.values()), list(world.staff.values())) == ([replace(link, state="revoked")], [member])
    world, (removing, *_) = play(*JOINED, removed(t))
    departure = Departure(t.fair, "org-1", "ann", len(JOINED))
    assert removing == StaffRemoved(Crew(staff=replace(member, state="removed"), departure=departure))
    assert list(world.staff.values()) == [replace(member, state="removed")]


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
    _, (to_nobody,) = play(*JOINED, handed(t), handed(t, None))
    assert isinstance(to_nobody, ApplicantHandedOver)
    assert to_nobody.application.assignment is None
