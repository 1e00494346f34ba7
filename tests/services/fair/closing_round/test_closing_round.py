"""The closing round, as tables: who takes part, how many openings there are, each result and its reason."""

from __future__ import annotations

from uuid import uuid4

import pytest

from schemas.application import application_id
from services.fair.closing_round.closing_round import (
    NO_PART,
    NO_PLACE,
    NOT_RANKED,
    ClosingRoundHeld,
    Explanation,
    HoldClosingRound,
    JobAccount,
    Settled,
    StudentAccount,
    ToHold,
    decide_hold,
)
from services.fair.kernel.context import ITSELF, Context
from services.fair.kernel.outcomes import Refused, Unchanged
from tests.services.fair.applications.test_offers import states
from tests.services.fair.applications.test_selection import DAY, by, t
from tests.services.fair.deciding import Timed, play, without_books
from tests.services.fair.story import Entry, at

NAMES = ("a", "b", "c")
HELD = t.round_held()


def fair_of(ranked: dict[str, str], headcount: int = 1, offers: str = "keep") -> list[Timed]:
    """Three jobs with their rankings by student number. Every ranked student has applied and is shortlisted."""
    _, *ready = t.ready()
    log: list[Timed] = [t.scheduled(ends_at=at(9 * DAY), offers=offers), *ready, t.amended(headcount=headcount)]
    log += [t.published(name, headcount=headcount) for name in NAMES[1:]]
    for name, numbers in ranked.items():
        students = [f"stu-{number}" for number in numbers]
        log += [t.submitted(student, name) for student in sorted(students)]
        log += [t.shortlisted(student, name) for student in students]
        log.append(t.ranked(*students, name=name))
    return log


def wished(**wishes: str) -> list[Entry]:
    """`s1="ab"`: stu-1 wants a, then b."""
    return [t.wished(f"stu-{student[1:]}", *names) for student, names in wishes.items()]


def settled(*log: Timed) -> Settled:
    """The result of the round at the end of the log."""
    _, (outcome, *_) = play(*log)
    assert isinstance(outcome, ClosingRoundHeld)
    return outcome.settled


def student(result: Settled, number: int) -> StudentAccount:
    return next(one for one in result.students if one.student == f"stu-{number}")


def why(result: Settled, number: int) -> str:
    """`a matched, b better`"""
    names = {t.job(name): name for name in NAMES}
    told = student(result, number).told
    return ", ".join(f"{names[one.job]} {one.why}{f' {one.places}' if one.places else ''}" for one in told)


def job(result: Settled, name: str) -> JobAccount:
    return next(one for one in result.jobs if one.job == t.job(name))


def whys(result: Settled, name: str) -> list[str]:
    """`1 matched`, for each application that the job had ranked or invited."""
    students = {application_id(t.job(name), f"stu-{number}"): str(number) for number in range(1, 10)}
    return [f"{students[one.application]} {one.why}" for one in job(result, name).told if one.application]


CROSSED = [*fair_of({"a": "21", "b": "12"}), *wished(s1="ab", s2="ba")]


def test_each_student_gets_the_best_job_possible() -> None:
    """With crossed wishes, students get their first choice; the history shows a step without an actor."""
    world, outcomes = play(*CROSSED, HELD)
    names = [type(outcome).__name__ for outcome in outcomes]
    assert names == ["ClosingRoundHeld", "MatchedInRound", "MatchedInRound"]
    assert states(world) == {"1a": "accepted", "1b": "shortlisted", "2a": "shortlisted", "2b": "accepted"}
    matched = world.applications[application_id(t.job("a"), "stu-1")]
    last = matched.history[-1]
    assert (last.event, last.by, last.reason) == ("MatchedInRound", ITSELF, "closing_round")
    assert matched.reason == "closing_round"
    assert [world.jobs[t.job(name)].matches for name in NAMES] == [1, 1, 0]
    assert world.applicants[t.fair, "stu-1"].matches == 1
    assert world.books[t.fair].counters["matches"] == 2


def test_everyone_is_told_why() -> None:
    """Each ranked job has a reason for the student, and each application one for the job."""
    ranked = {"a": "123", "b": "21", "c": "3"}
    log = [*fair_of(ranked), *wished(s1="ab", s2="ab", s3="ac", s4="bc"), t.submitted("stu-4", "c")]
    result = settled(*log, t.job_closed("c"), HELD)
    assert [why(result, number) for number in (1, 2, 3, 4)] == [
        "a matched, b better",
        "a filled 1, b matched",
        "a filled 1, c matched",
        "b no_application, c not_ranked",
    ]
    assert [student(result, number).took_part for number in (1, 2, 3, 4)] == [True, True, True, False]
    assert whys(result, "a") == ["1 matched", "2 filled", "3 filled"]
    assert whys(result, "b") == ["2 matched", "1 better"]
    assert result.numbers() == {"students": 3, "jobs": 3, "places": 3, "matches": 3}


PART: dict[str, tuple[list[Timed], str, str]] = {
    "submitted": ([], "a matched", "1 matched"),
    "refused": ([t.turned_down()], "a no_application", "1 no_part"),
    "withdrawn": ([t.withdrawn()], "a no_application", "1 no_part"),
    "declined": ([t.invited(), t.declined()], "a no_application", "1 no_part"),
    "matched already": ([t.invited(), t.accepted()], "a has_match", "1 no_part"),
    "not ranked by the student": ([t.wished("stu-1", "b")], "b no_application", "1 no_part"),
    "ranked by the student once": ([t.wished("stu-1")], "", "1 no_part"),
    "not ranked by the job": ([t.ranked()], "a not_ranked", ""),
    "not ranked by the job, but invited": ([t.ranked(), t.invited()], "a matched", "1 matched"),
    "invited": ([t.invited()], "a matched", "1 matched"),
}


@pytest.mark.parametrize("name", PART)
def test_who_takes_part(name: str) -> None:
    """Only live applications that both sides ranked, of students without a match."""
    steps, to_student, to_job = PART[name]
    result = settled(*fair_of({"a": "1"}), *wished(s1="a"), *steps, HELD)
    assert (why(result, 1) if result.students else "", ", ".join(whys(result, "a") if result.jobs else [])) == (
        to_student,
        to_job,
    )


INVITED = t.invited("stu-3", "a")
PLACES: dict[str, tuple[int, list[Timed], str]] = {
    "one": (1, [], "1 matched, 2 filled, 3 no_part"),
    "two": (2, [], "1 matched, 2 matched, 3 no_part"),
    "one is kept for an open invitation": (2, [INVITED], "1 matched, 2 filled, 3 no_part"),
    "none but that of an open invitation": (1, [INVITED], "1 no_place, 2 no_place, 3 no_part"),
    "the invited student takes part, and comes first": (
        1,
        [INVITED, t.wished("stu-3", "a")],
        "3 matched, 1 filled, 2 filled",
    ),
    "the invited student got a better match": (
        2,
        [INVITED, t.ranked("stu-3", name="b"), t.wished("stu-3", "b", "a")],
        "3 better, 1 matched, 2 matched",
    ),
    "one is matched": (2, [INVITED, t.accepted("stu-3", "a")], "1 matched, 2 filled, 3 no_part"),
    "all are matched": (1, [INVITED, t.accepted("stu-3", "a")], "1 no_place, 2 no_place, 3 no_part"),
}


@pytest.mark.parametrize("name", PLACES)
def test_the_places_that_are_left(name: str) -> None:
    """Headcount minus matches and open invitations; an invitation that takes part keeps its opening first."""
    headcount, steps, told = PLACES[name]
    log = [*fair_of({"a": "123", "b": "3"}, headcount), *wished(s1="a", s2="a")]
    assert ", ".join(whys(settled(*log, *steps, HELD), "a")) == told


def test_which_invitations_a_match_releases() -> None:
    """With `keep`, a match releases only invitations that took part; with `release`, all. Alternates move up."""
    for offers, then in (("keep", "invited"), ("release", "declined")):
        log = [*fair_of({"a": "1", "b": "12", "c": "13"}, offers=offers), *wished(s1="ab")]
        log += [t.invited("stu-1", "b"), t.invited("stu-1", "c")]
        world, outcomes = play(*log, HELD)
        assert [states(world)[f"1{name}"] for name in NAMES] == ["accepted", "declined", then]
        moved_up = "invited" if offers == "release" else "shortlisted"
        assert (states(world)["2b"], states(world)["3c"]) == ("invited", moved_up)
        given_back = world.applications[application_id(t.job("b"), "stu-1")]
        assert (given_back.reason, given_back.history[-1].by) == ("accepted_elsewhere", ITSELF)
        assert len(outcomes) == (6 if offers == "release" else 4)


def test_an_overbooked_invitation_may_find_the_place_taken() -> None:
    """More students are invited than openings: those behind the first return to the shortlist."""
    log: list[Timed] = [*fair_of({"a": "12"}), *wished(s1="a", s2="a")]
    log += [t.invited("stu-2", "a"), t.invited("stu-1", "a", overbook=True)]
    world, _ = play(*log, HELD)
    assert states(world) == {"1a": "accepted", "2a": "shortlisted"}
    assert world.applications[application_id(t.job("a"), "stu-2")].reason == "place_taken"
    assert world.jobs[t.job("a")].invitations == 0


def test_it_may_be_held_again() -> None:
    """A second round uses the remaining openings and keeps the earlier matches."""
    log: list[Timed] = [*CROSSED, HELD, t.submitted("stu-3", "c"), t.ranked("stu-3", name="c"), *wished(s3="c")]
    world, outcomes = play(*log, t.round_held())
    assert [type(outcome).__name__ for outcome in outcomes] == ["ClosingRoundHeld", "MatchedInRound"]
    assert world.books[t.fair].counters["matches"] == 3


def test_a_match_of_the_round_is_one_like_any_other() -> None:
    """It can be hired or withdrawn, and a withdrawal invites the next alternate."""
    assert states(play(*CROSSED, HELD, t.hired("stu-1", "a"))[0])["1a"] == "hired"
    world, _ = play(*CROSSED, HELD, t.withdrawn("stu-1", "a"))
    assert (states(world)["1a"], states(world)["2a"]) == ("withdrawn", "invited")


def test_a_round_of_nothing() -> None:
    """A round without rankings is held, and changes no row but its own."""
    world, outcomes = play(*t.ready(), HELD)
    assert len(outcomes) == 1
    assert settled(*t.ready(), HELD).numbers() == {"students": 0, "jobs": 0, "places": 0, "matches": 0}
    before, _ = play(*t.ready())
    assert world.jobs == before.jobs


REFUSED = {
    "of no fair": ([], HELD, "unknown_fair"),
    "of another organizer": (CROSSED, by(HELD, "boss", "organizer", "unit-2"), "not_yours"),
    "by an enterprise": (CROSSED, by(HELD, "hr", "enterprise", "org-1"), "not_yours"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(name: str) -> None:
    """A refused round changes nothing."""
    log, entry, reason = REFUSED[name]
    before, _ = play(*log)
    after, outcomes = play(*log, entry)
    assert outcomes == [Refused(reason)]
    assert without_books(after) == without_books(before)


def test_the_same_log_gives_the_same_result() -> None:
    """The result does not depend on the order of the rows."""
    log = [*fair_of({"a": "3214", "b": "1234", "c": "4321"}), *wished(s1="abc", s2="bca", s3="cab", s4="abc")]
    results = {uuid4(): settled(*log, HELD) for _ in range(3)}
    assert len({repr(result) for result in results.values()}) == 1


def test_the_accounts_name_jobs_applications_and_numbers() -> None:
    """The match, what was not ranked, no opening, a student who had a match before, a job that takes no part."""
    log = [
        *fair_of({"a": "12", "b": "1", "c": "3"}),
        t.submitted("stu-4", "a"),
        *wished(s1="ba", s2="a", s3="c", s4="a"),
    ]
    result = settled(*log, t.invited("stu-3", "c"), t.accepted("stu-3", "c"), HELD)
    ids = {number: application_id(t.job("a"), f"stu-{number}") for number in (1, 2, 4)}
    assert student(result, 1).match == application_id(t.job("b"), "stu-1")
    assert student(result, 2).match == ids[2]
    assert (student(result, 3).match, student(result, 3).took_part) == (None, False)
    assert student(result, 4).told == (Explanation(t.job("a"), ids[4], NOT_RANKED),)
    accounts = [(one.org, one.places, one.matched) for one in result.jobs]
    assert accounts == [("org-1", 1, 1), ("org-1", 1, 1), ("org-1", 0, 0)]
    assert job(result, "c").told == (Explanation(t.job("c"), application_id(t.job("c"), "stu-3"), NO_PART),)


def test_without_a_place_the_job_is_named() -> None:
    """The student who ranked it sees which job had no opening."""
    log = [*fair_of({"a": "12"}), *wished(s1="a"), t.invited("stu-2"), HELD]
    assert student(settled(*log), 1).told == (Explanation(t.job("a"), application_id(t.job("a"), "stu-1"), NO_PLACE),)


def test_invited_students_without_a_rank_come_after_those_with_one() -> None:
    """Both come before all others."""
    log = [*fair_of({"a": "123"}), t.ranked("stu-2", "stu-3"), *wished(s1="a", s2="a", s3="a")]
    log += [t.invited("stu-1"), t.invited("stu-2", overbook=True), HELD]
    assert whys(settled(*log), "a") == ["2 matched", "1 filled", "3 filled"]


def test_a_round_is_held_as_it_was_asked_for() -> None:
    """The outcome names the fair and the round; a refusal comes first, and without participants nothing changes."""
    world, (outcome,) = play(*t.ready(), HELD)
    assert isinstance(outcome, ClosingRoundHeld)
    command = HoldClosingRound(t.fair, uuid4())
    context = Context(uuid4(), "boss", "organizer", t.unit, at(100), 99, "livefair.fairs:0:99")
    held = decide_hold(ToHold(world.fairs[t.fair], outcome.settled), command, context)
    assert held == ClosingRoundHeld(t.fair, command.round, outcome.settled)
    assert decide_hold(ToHold(world.fairs[t.fair], None), command, context) == Unchanged("nobody_takes_part")
    assert decide_hold(ToHold(None, outcome.settled), command, context) == Refused("unknown_fair")
