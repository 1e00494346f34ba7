"""Openings of a job, as tables: how many are given, which alternate moves up, who may rank and amend."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from schemas.application import application_id
from services.fair.kernel.context import ITSELF
from services.fair.kernel.outcomes import Refused, Unchanged
from tests.services.fair.applications.test_selection import DAY, HOUR, by, of, states, t
from tests.services.fair.deciding import Timed, is_outcome, play
from tests.services.fair.story import Entry, at

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


STAYS: dict[str, tuple[list[Timed], Timed]] = {
    "nobody ranked": ([*ONE_INVITED, t.ranked()], t.declined()),
    "nobody ranked waits": ([*ONE_INVITED, t.ranked("stu-1")], t.declined()),
    "all of them gone": ([*ONE_INVITED, t.withdrawn("stu-2"), t.turned_down("stu-3")], t.declined()),
    "ranked but not shortlisted": ([*THREE, t.ranked("stu-2"), t.invited()], t.declined()),
    "overbooked": ([*ONE_INVITED, t.invited("stu-2", overbook=True)], t.declined()),
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


RANKING: dict[str, tuple[list[Entry], Entry, object]] = {
    "best first": (THREE, t.ranked("stu-3", "stu-1"), "ApplicantsRanked"),
    "anew": (LISTED, t.ranked("stu-1"), "ApplicantsRanked"),
    "none": (LISTED, t.ranked(), "ApplicantsRanked"),
    "the same": (LISTED, t.ranked("stu-3", "stu-2", "stu-1"), Unchanged("same_ranking")),
    "one that is none": (THREE, t.ranked("stu-1", "stu-9"), Refused("unknown_application")),
    "another job's": ([*THREE, t.published("b")], t.ranked("stu-1", name="b"), "ApplicantsRanked"),
    "a job that is none": (THREE, t.ranked("stu-1", name="z"), Refused("unknown_job")),
    "by another enterprise": (THREE, t.ranked("stu-1", org="org-2"), Refused("unknown_job")),
    "by the organizer": (THREE, by(t.ranked("stu-1"), "boss", "organizer", t.unit), Refused("unknown_job")),
    "by a student": (THREE, by(t.ranked("stu-1"), "stu-1", "student"), Refused("unknown_job")),
}


@pytest.mark.parametrize("name", RANKING)
def test_a_ranking(name: str) -> None:
    """Only the job's enterprise may rank its applications; to other enterprises the job does not exist."""
    given, ranking, then = RANKING[name]
    if name == "another job's":
        event = ranking.event.model_copy(update={"applications": [application_id(t.job("a"), "stu-1")]})
        ranking, then = replace(ranking, event=event), Refused("unknown_application")
    world, (outcome,) = play(*given, ranking)
    assert is_outcome(outcome, then)
    if isinstance(then, str):
        assert list(world.jobs[t.job("a")].ranking) == ranking.event.model_dump()["applications"]


def test_a_ranking_names_no_stranger() -> None:
    """A ranking that contains an unknown application id is refused."""
    ranking = t.ranked("stu-1")
    event = ranking.event.model_copy(update={"applications": [uuid4()]})
    assert play(*THREE, replace(ranking, event=event))[1] == [Refused("unknown_application")]


TWO = [*LISTED, t.amended(headcount=3)]
HEADCOUNTS: dict[str, tuple[list[Timed], int, object]] = {
    "more": ([*TWO, t.invited("stu-1")], 4, "JobAmended"),
    "down to the invited": ([*TWO, t.invited("stu-1")], 1, "JobAmended"),
    "below the invited": (
        [*TWO, t.invited("stu-1"), t.invited("stu-2")],
        1,
        Refused("headcount_below_invitations"),
    ),
    "below matches and invitations": (
        [*TWO, t.invited("stu-1"), t.accepted("stu-1"), t.invited("stu-2")],
        1,
        Refused("headcount_below_invitations"),
    ),
    "below the matches": (
        [*TWO, *(say(f"stu-{n}") for n in (1, 2) for say in (t.invited, t.accepted))],
        1,
        Refused("headcount_below_matches"),
    ),
    "to fewer than were overbooked": ([*OVERBOOKED], 2, "JobAmended"),
    "with more overbooked, lower": (
        [*ONE_INVITED, t.amended(headcount=2), t.invited("stu-2"), t.invited("stu-3", overbook=True)],
        1,
        Refused("headcount_below_invitations"),
    ),
}


@pytest.mark.parametrize("name", HEADCOUNTS)
def test_the_headcount_stays_above_what_was_promised(name: str) -> None:
    """The headcount may grow, but not shrink below the number of matches and open invitations."""
    given, headcount, then = HEADCOUNTS[name]
    before = play(*given)[0].jobs[t.job("a")].terms.headcount
    world, (outcome,) = play(*given, t.amended(headcount=headcount))
    assert is_outcome(outcome, then)
    assert world.jobs[t.job("a")].terms.headcount == (headcount if then == "JobAmended" else before)


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
