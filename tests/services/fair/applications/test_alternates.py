"""Openings of a job, as tables: how many are given, and which alternate moves up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from services.fair.applications import alternates, selection
from services.fair.applications.alternates import moved_up
from services.fair.applications.application import ApplicationWithdrawn
from services.fair.applications.selection import ANSWER_WITHIN
from services.fair.kernel.context import ITSELF
from services.fair.kernel.outcomes import Refused, Unchanged
from tests.services.fair.applications.test_selection import DAY, HOUR, of, said_by, states, t
from tests.services.fair.deciding import Timed, play
from tests.services.fair.story import at

THREE = [*t.ready(), t.amended(headcount=1), *(t.submitted(f"stu-{n}") for n in (1, 2, 3))]
LISTED = [*THREE, *(t.shortlisted(f"stu-{n}") for n in (1, 2, 3)), t.ranked("stu-3", "stu-2", "stu-1")]
INVITED_AT = float(len(LISTED))
ONE_INVITED = [*LISTED, t.invited("stu-1", deadline=at(HOUR))]
OVERBOOKED = [*ONE_INVITED, t.invited("stu-2", overbook=True), t.invited("stu-3", overbook=True)]


def test_open_invitations_stay_within_the_headcount() -> None:
    """An invitation beyond the headcount is refused; `overbook` allows it until every opening is matched."""
    assert play(*ONE_INVITED, t.invited("stu-2"))[1] == [Refused("no_place_left", "shortlisted")]
    world, _ = play(*OVERBOOKED)
    assert (world.jobs[t.job("a")].invitations, world.jobs[t.job("a")].matches) == (3, 0)
    filled = [*ONE_INVITED, t.accepted("stu-1")]
    for overbook in (True, False):
        assert play(*filled, t.invited("stu-2", overbook=overbook))[1] == [Refused("places_filled", "shortlisted")]


def test_open_invitations_of_a_job_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """One decision may take all of them back, so not even `overbook` allows more; an answer makes room."""
    monkeypatch.setattr(selection, "INVITATIONS_MAX", 2)
    more = t.invited("stu-3", overbook=True)
    two = [*ONE_INVITED, t.invited("stu-2", overbook=True)]
    assert play(*two, more)[1] == [Refused("too_many_invitations", "shortlisted")]
    assert states(play(*two, t.declined("stu-1"), more)[0])["stu-3"] == "invited"


def test_the_last_place_is_taken() -> None:
    """When the last opening is matched, the other invited students return to the shortlist; reasons name no person."""
    world, outcomes = play(*OVERBOOKED, t.accepted("stu-2"))
    assert states(world) == {"stu-1": "shortlisted", "stu-2": "accepted", "stu-3": "shortlisted"}
    assert [type(outcome).__name__ for outcome in outcomes] == [
        "InvitationAccepted",
        "ApplicantShortlisted",
        "ApplicantShortlisted",
    ]
    last = of(world, "stu-1").history[-1]
    assert (last.event, last.by, last.reason) == ("ApplicantShortlisted", ITSELF, "place_taken")
    assert (of(world, "stu-1").deadline, world.jobs[t.job("a")].invitations) == (None, 0)
    for answer in (t.accepted("stu-1"), t.declined("stu-1")):
        _, refused = play(*OVERBOOKED, t.accepted("stu-2"), answer)
        assert refused == [Refused("place_taken", "shortlisted")]
    assert play(*OVERBOOKED, t.accepted("stu-2"), t.accepted("stu-2"))[1] == [Unchanged("application_accepted")]


def test_a_place_is_left() -> None:
    """While an opening is left, an acceptance withdraws no other student's invitation."""
    world, outcomes = play(*OVERBOOKED, t.amended(headcount=2), t.accepted("stu-2"))
    assert len(outcomes) == 1
    assert states(world) == {"stu-1": "invited", "stu-2": "accepted", "stu-3": "invited"}


FREED: dict[str, tuple[list[Timed], Timed, float]] = {
    "a decline": ([*ONE_INVITED], (100, t.declined("stu-1")), 100 + HOUR - INVITED_AT),
    "silence": ([*ONE_INVITED], (HOUR, t.deadline_passed("stu-1")), 2 * HOUR - INVITED_AT),
    "a withdrawal": ([*ONE_INVITED], (100, t.withdrawn("stu-1")), 100 + HOUR - INVITED_AT),
    "a match withdrawn": ([*ONE_INVITED, t.accepted("stu-1")], (100, t.withdrawn("stu-1")), 100 + HOUR - INVITED_AT),
    "near the fair's end": ([*ONE_INVITED], (DAY - 60, t.deadline_passed("stu-1")), DAY),
}


@pytest.mark.parametrize("name", FREED)
def test_the_next_alternate_moves_up(name: str) -> None:
    """The best-ranked shortlisted student is invited, with the same time to answer, at most until the fair's end."""
    given, freeing, deadline = FREED[name]
    world, outcomes = play(*given, freeing)
    assert [type(outcome).__name__ for outcome in outcomes[1:]] == ["ApplicantInvited"]
    moved = of(world, "stu-3")
    assert (moved.state, moved.reason, moved.deadline) == ("invited", "moved_up", at(deadline))
    assert (moved.history[-1].event, moved.history[-1].by) == ("ApplicantInvited", ITSELF)
    assert (moved.history[-1].reason, moved.invitation) == ("moved_up", None)
    assert states(world)["stu-2"] == "shortlisted"


TWO_MORE = [*ONE_INVITED, t.submitted("stu-4")]
RAISED: dict[str, tuple[list[Timed], int, list[str]]] = {
    "by one": ([*ONE_INVITED], 2, ["stu-3"]),
    "by two": ([*ONE_INVITED], 3, ["stu-3", "stu-2"]),
    "beyond the ranking": ([*TWO_MORE], 9, ["stu-3", "stu-2"]),
    "beside a match": ([*ONE_INVITED, t.accepted("stu-1")], 2, ["stu-3"]),
    "beside places that are free": ([*LISTED, t.amended(headcount=3), t.invited("stu-1")], 4, ["stu-3"]),
    "to what was overbooked": ([*ONE_INVITED, t.invited("stu-2", overbook=True)], 2, []),
    "beyond what was overbooked": ([*ONE_INVITED, t.invited("stu-2", overbook=True)], 4, ["stu-3"]),
    "before anybody was invited": ([*LISTED], 4, []),
    "nobody is ranked": ([*ONE_INVITED, t.ranked()], 4, []),
    "who was turned down": ([*ONE_INVITED, t.turned_down("stu-3"), t.withdrawn("stu-2")], 4, []),
}


@pytest.mark.parametrize("name", RAISED)
def test_a_larger_headcount_invites_the_next_alternates(name: str) -> None:
    """One for each opening that is added and free, in the order of the ranking; told and counted like others."""
    given, headcount, moved = RAISED[name]
    log = [*given, t.amended(headcount=headcount)]
    world, outcomes = play(*log)
    invitations = [one.application for one in outcomes if isinstance(one, selection.ApplicantInvited)]
    assert [one.student for one in invitations] == moved
    assert len(outcomes) == 1 + len(moved)
    deadline = min(at(float(len(log) - 1)) + ANSWER_WITHIN, at(DAY))
    for one in invitations:
        assert (one.state, one.reason, one.deadline) == ("invited", "moved_up", deadline)
        assert (one.history[-1].event, one.history[-1].by) == ("ApplicantInvited", ITSELF)
    job = world.jobs[t.job("a")]
    assert job.invitations == sum(one.state == "invited" for one in world.applications.values())


def test_a_larger_headcount_of_an_older_log_invites_nobody() -> None:
    """A record from before the rule gives what it gave, and so does any other amendment."""
    assert len(play(*ONE_INVITED, t.amended(headcount=3, alternates=False))[1]) == 1
    assert len(play(*ONE_INVITED, t.amended(region="上海"))[1]) == 1
    assert len(play(*ONE_INVITED, t.amended(headcount=3), t.amended(headcount=3))[1]) == 1


def test_a_larger_headcount_invites_until_the_end_of_the_fair() -> None:
    """The time to answer ends with the fair; when it has ended, or the booth is refused, nobody is invited."""
    given = [*LISTED, t.invited("stu-1")]
    assert of(play(*given, (DAY - 60, t.amended(headcount=2)))[0], "stu-3").deadline == at(DAY)
    assert len(play(*given, (DAY, t.amended(headcount=2)))[1]) == 1
    assert play(*given, t.refused(), t.amended(headcount=2))[1] == [Refused("booth_not_approved")]


def test_a_larger_headcount_stays_within_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Open invitations of a job are bounded, also those that alternates get."""
    monkeypatch.setattr(alternates, "INVITATIONS_MAX", 2)
    assert len(play(*ONE_INVITED, t.amended(headcount=3))[1]) == 2


STAYS: dict[str, tuple[list[Timed], Timed]] = {
    "nobody ranked": ([*ONE_INVITED, t.ranked()], t.declined()),
    "nobody ranked waits": ([*ONE_INVITED, t.ranked("stu-1")], t.declined()),
    "all of them gone": ([*ONE_INVITED, t.withdrawn("stu-2"), t.turned_down("stu-3")], t.declined()),
    "ranked but not shortlisted": ([*THREE, t.ranked("stu-2"), t.invited()], t.declined()),
    "overbooked": ([*ONE_INVITED, t.invited("stu-2", overbook=True)], t.declined()),
    "overbooked beside a match": (
        [
            *(*LISTED, t.amended(headcount=2), t.invited("stu-2"), t.accepted("stu-2"), t.invited("stu-1")),
            *(t.submitted("stu-4"), t.shortlisted("stu-4"), t.invited("stu-3", overbook=True), t.ranked("stu-4")),
        ],
        t.declined(),
    ),
    "no time is left": ([*ONE_INVITED], (DAY, t.deadline_passed())),
    "who was not invited withdraws": ([*LISTED], t.withdrawn()),
    "who was turned down": ([*LISTED], t.turned_down()),
}


@pytest.mark.parametrize("name", STAYS)
def test_nobody_moves_up(name: str) -> None:
    """No alternate is invited if no opening became free, nobody is ranked, or there is no time left to answer."""
    given, step = STAYS[name]
    before, _ = play(*given)
    after, outcomes = play(*given, step)
    assert len(outcomes) == 1
    changed = {student for student, state in states(after).items() if states(before)[student] != state}
    assert changed == {"stu-1"}


def test_a_step_that_frees_no_opening_invites_nobody() -> None:
    """Even where an opening is free: an alternate moves up only into one that this step freed."""
    world, _ = play(*LISTED)
    fair, job, before = world.fairs[t.fair], world.jobs[t.job("a")], of(world, "stu-1")
    withdrawn, said = ApplicationWithdrawn(replace(before, state="withdrawn")), said_by("stu-1", "student")
    assert moved_up(fair, job, iter([of(world, "stu-2")]), before, withdrawn, said) == []
    assert moved_up(fair, job, iter([of(world, "stu-2")]), None, withdrawn, said) == []


@pytest.mark.parametrize("missing", [{"deadline": None}, {"invited_at": None}])
def test_without_an_earlier_time_to_answer_the_alternate_has_a_day(missing: dict[str, Any]) -> None:
    """A match of the closing round had no time to answer that the alternate could have."""
    world, _ = play(*ONE_INVITED, t.accepted("stu-1"))
    fair, job = world.fairs[t.fair], world.jobs[t.job("a")]
    before = replace(of(world, "stu-1"), **missing)
    withdrawn, said = ApplicationWithdrawn(replace(before, state="withdrawn")), said_by("stu-1", "student")
    later = replace(fair, ends_at=at(10 * DAY))
    [moved] = moved_up(later, replace(job, matches=0), iter([of(world, "stu-2")]), before, withdrawn, said)
    assert moved.application.deadline == said.now + ANSWER_WITHIN


def test_who_was_invited_at_once_goes_back_to_a_shortlist_all_the_same() -> None:
    """From then on the application counts as shortlisted."""
    given: list[Timed] = [*THREE, t.invited("stu-1"), t.invited("stu-2", overbook=True)]
    before, _ = play(*given)
    world, _ = play(*given, t.accepted("stu-2"))
    assert [of(one, "stu-1").was_shortlisted for one in (before, world)] == [False, True]
    assert world.books[t.fair].counters["shortlisted"] == 1


def test_alternates_move_up_one_after_the_other() -> None:
    """Each expired or declined invitation invites the next alternate, with the same time, until the ranking ends."""
    log: list[Timed] = [*ONE_INVITED, (HOUR, t.deadline_passed("stu-1")), (2 * HOUR, t.deadline_passed("stu-3"))]
    world, _ = play(*log)
    assert states(world) == {"stu-1": "expired", "stu-2": "invited", "stu-3": "expired"}
    assert of(world, "stu-2").deadline == at(3 * HOUR - INVITED_AT)
    world, outcomes = play(*log, (3 * HOUR, t.deadline_passed("stu-2")))
    assert (len(outcomes), of(world, "stu-2").state) == (1, "expired")


def test_one_whose_place_was_taken_moves_up_again() -> None:
    """After a match withdraws, the best-ranked alternate is invited, and that becomes the recorded reason."""
    world, _ = play(*OVERBOOKED, t.accepted("stu-2"), t.withdrawn("stu-2"))
    assert states(world) == {"stu-1": "shortlisted", "stu-2": "withdrawn", "stu-3": "invited"}
    assert (of(world, "stu-3").reason, of(world, "stu-1").reason) == ("moved_up", "place_taken")


def test_who_comes_back_was_invited_once() -> None:
    """A withdrawn application that is submitted again keeps its counts and has no invitation."""
    world, _ = play(*ONE_INVITED, t.ranked(), t.withdrawn("stu-1"), t.submitted("stu-1"))
    one = of(world, "stu-1")
    assert (one.state, one.deadline, one.invited_at, one.was_invited, one.place) == ("submitted", None, None, True, 4)
    counters = world.books[t.fair].counters
    assert (counters["invited"], counters["shortlisted"], counters["applications"]) == (1, 3, 3)


def test_the_numbers_of_a_job() -> None:
    """The job's numbers of open invitations and matches are right after each step."""
    log: list[Timed] = [*LISTED, t.amended(headcount=2)]
    for entry, numbers in (
        (t.invited("stu-1"), (1, 0)),
        (t.invited("stu-2"), (2, 0)),
        (t.accepted("stu-1"), (1, 1)),
        (t.hired("stu-1"), (1, 1)),
        (t.declined("stu-2"), (1, 1)),  # stu-3 moves up
        (t.accepted("stu-3"), (0, 2)),
    ):
        log.append(entry)
        job = play(*log)[0].jobs[t.job("a")]
        assert (job.invitations, job.matches) == numbers
