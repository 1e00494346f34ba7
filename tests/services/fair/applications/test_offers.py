"""Several offers, as tables: how an acceptance affects the student's other invitations and their openings."""

from __future__ import annotations

import pytest

from services.fair.applications.offers import released
from services.fair.applications.selection import InvitationAccepted
from services.fair.kernel.context import ITSELF
from services.fair.kernel.outcomes import Refused
from tests.services.fair.applications.test_selection import HOUR, of, said_by, t
from tests.services.fair.deciding import Timed, World, play
from tests.services.fair.story import Teller, at

NAMES = ("a", "b", "c")
ENDS = at(9 * 24 * HOUR)


def fair_of(rule: str | None) -> list[Timed]:
    """Three jobs with one opening each. stu-1 is invited to all; stu-2 waits for b, stu-2 and stu-3 wait for c."""
    _, *ready = t.ready()
    more = {} if rule is None else {"offers": rule}
    log: list[Timed] = [t.scheduled(ends_at=ENDS, **more), *ready, t.amended(headcount=1)]
    log += [t.published(name, headcount=1) for name in NAMES[1:]]
    for name, students in (("a", (1,)), ("b", (1, 2)), ("c", (1, 2, 3))):
        for student in (f"stu-{n}" for n in students):
            log += [t.submitted(student, name), t.shortlisted(student, name)]
        log.append(t.ranked(*(f"stu-{n}" for n in students), name=name))
    return [*log, *(t.invited("stu-1", name, deadline=at(HOUR)) for name in NAMES)]


RELEASED = fair_of("release")


def states(world: World) -> dict[str, str]:
    rows = world.applications.values()
    names = {t.job(name): name for name in NAMES}
    return {f"{row.student[-1]}{names[row.job]}": row.state for row in rows}


@pytest.mark.parametrize("rule", [None, "keep"])
def test_offers_are_kept(rule: str | None) -> None:
    """With the rule `keep`, and without a rule, a student may accept more than one invitation."""
    world, outcomes = play(*fair_of(rule), t.accepted(), t.accepted(name="b"))
    assert len(outcomes) == 1
    assert [states(world)[f"1{name}"] for name in NAMES] == ["accepted", "accepted", "invited"]
    assert world.applicants[t.fair, "stu-1"].matches == 2


def test_the_rule_at_the_acceptance_counts() -> None:
    """A rule that was changed before the fair opened releases nothing, even within one batch."""
    first, *rest = fair_of("release")
    world, outcomes = play(first, t.fair_amended(offers="keep"), *rest, t.accepted())
    assert len(outcomes) == 1
    assert [states(world)[f"1{name}"] for name in NAMES] == ["accepted", "invited", "invited"]


def test_an_acceptance_releases_the_others() -> None:
    """Each other invitation is declined with the reason, and its opening goes to the next alternate of that job."""
    world, outcomes = play(*RELEASED, t.accepted())
    assert [type(outcome).__name__ for outcome in outcomes] == [
        "InvitationAccepted",
        *("InvitationDeclined", "ApplicantInvited"),
        *("InvitationDeclined", "ApplicantInvited"),
    ]
    assert states(world) == {
        "1a": "accepted",
        "1b": "declined",
        "1c": "declined",
        "2b": "invited",
        "2c": "invited",
        "3c": "shortlisted",
    }
    given_back = of(world, name="b")
    last = given_back.history[-1]
    assert (last.event, last.by, last.reason) == ("InvitationDeclined", ITSELF, "accepted_elsewhere")
    assert (given_back.reason, given_back.deadline) == ("accepted_elsewhere", None)
    assert [(world.jobs[t.job(name)].invitations, world.jobs[t.job(name)].matches) for name in NAMES] == [
        (0, 1),
        (1, 0),
        (1, 0),
    ]


def test_only_open_invitations_are_released() -> None:
    """An application in another state is not declined."""
    world, _ = play(*RELEASED, t.withdrawn(name="b"))
    first, *others = (of(world, name=name) for name in NAMES)
    given_back = released([first, *others], InvitationAccepted(first), said_by("stu-1", "student"))
    assert [one.application.job for one in given_back] == [t.job("c")]


def test_it_goes_on_from_there() -> None:
    """A student who moved up twice accepts one invitation; the other opening goes to the next alternate."""
    world, outcomes = play(*RELEASED, t.accepted(), t.accepted("stu-2", "b"))
    assert len(outcomes) == 3
    assert states(world)["2c"] == "declined"
    assert states(world)["3c"] == "invited"


@pytest.mark.parametrize("first", NAMES)
@pytest.mark.parametrize("second", NAMES)
def test_one_match_of_two_acceptances(first: str, second: str) -> None:
    """The first acceptance in the log wins; the second is refused with the reason and the state that it found."""
    world, outcomes = play(*RELEASED, t.accepted(name=first), t.accepted(name=second))
    assert [*states(world).values()].count("accepted") == 1
    if first != second:
        assert outcomes == [Refused("accepted_elsewhere", "declined")]


def test_who_has_a_match_is_not_invited() -> None:
    """The invitation is refused with the reason; other steps of the enterprise on the application still work."""
    log = [*RELEASED, t.declined(name="b"), t.accepted("stu-2", "b")]
    assert states(play(*log)[0])["2c"] == "shortlisted"
    for overbook in (False, True):
        refused = play(*log, t.invited("stu-2", "c", overbook=overbook))[1]
        assert refused == [Refused("accepted_elsewhere", "shortlisted")]
    assert states(play(*log, t.turned_down("stu-2", "c"))[0])["2c"] == "refused"


def test_who_has_a_match_is_passed_over() -> None:
    """The opening goes to the next in the ranking; a student who gives up their match can be invited again."""
    matched: list[Timed] = [*RELEASED, t.declined(name="b"), t.accepted("stu-2", "b")]
    freed = t.declined(name="c")
    world, _ = play(*matched, freed)
    assert (states(world)["2c"], states(world)["3c"]) == ("shortlisted", "invited")
    world, _ = play(*matched, t.withdrawn("stu-2", "b"), freed)
    assert (states(world)["2c"], states(world)["3c"]) == ("invited", "shortlisted")


def test_without_an_alternate_the_place_is_free() -> None:
    """A released opening without an alternate stays free for the enterprise to offer."""
    world, outcomes = play(*RELEASED, t.ranked(name="b"), t.ranked(name="c"), t.accepted())
    assert [type(outcome).__name__ for outcome in outcomes] == ["InvitationAccepted", *["InvitationDeclined"] * 2]
    assert world.jobs[t.job("b")].invitations == 0


def test_only_this_fairs_invitations() -> None:
    """An acceptance does not touch the student's invitations in another fair, which is another log."""
    elsewhere = Teller()
    log = [*elsewhere.ready(), elsewhere.submitted(), elsewhere.invited()]
    world, _ = play(*log, *RELEASED, t.accepted())
    rows = [row for row in world.applications.values() if row.fair == elsewhere.fair]
    assert [row.state for row in rows] == ["invited"]


def test_places_that_the_match_takes_are_taken_as_ever() -> None:
    """Overbooked students return to the shortlist, and openings that the match releases go to alternates."""
    log: list[Timed] = [*RELEASED, t.invited("stu-2", "b", overbook=True)]
    world, outcomes = play(*log, t.accepted(name="b"))
    assert [type(outcome).__name__ for outcome in outcomes] == [
        *("InvitationAccepted", "ApplicantShortlisted"),
        *("InvitationDeclined", "InvitationDeclined", "ApplicantInvited"),
    ]
    assert (states(world)["2b"], states(world)["2c"]) == ("shortlisted", "invited")
