"""Employer-first, as tables: who may show, approach and answer in which state, and the outcome."""

from __future__ import annotations

from dataclasses import replace

import pytest

from schemas.application import application_id
from services.fair.cards.approach import MOVES, OPEN_PER_PLACE, Approach, EnterpriseApproached
from services.fair.cards.card import Card
from services.fair.kernel.outcomes import Refused, Unchanged
from tests.services.fair.cards.story import (
    approach_of,
    approached,
    card_of,
    hidden,
    shown,
    taken_up,
    time_over,
    turned_away,
)
from tests.services.fair.deciding import Timed, World, play, without_books
from tests.services.fair.story import Entry, Teller, at

t = Teller()
OPEN = t.ready()  # one job with two openings
SHOWN = [*OPEN, shown(t, regions=["杭州"])]
HOUR = 3_600.0
APPROACHED: list[Timed] = [*SHOWN, approached(t, deadline=at(HOUR))]
MET: dict[str, list[Timed]] = {
    "open": [*APPROACHED],
    "accepted": [*APPROACHED, taken_up(t)],
    "declined": [*APPROACHED, turned_away(t)],
    "expired": [*APPROACHED, (HOUR, time_over(t))],
}
STEPS: dict[str, Timed] = {
    "approach": approached(t),
    "accept": taken_up(t),
    "decline": turned_away(t),
    "deadline": (HOUR + 1, time_over(t)),
}
# The state afterwards; `=` if the step changes nothing; `x` if it is refused with the state that it found.
MATRIX = """
          approach  accept    decline   deadline
open      =         accepted  declined  expired
accepted  x         =         x         =
declined  x         x         =         =
expired   x         x         x         =
"""
HEAD, *LINES = [line.split() for line in MATRIX.strip().splitlines()]
CELLS = [(line[0], step, then) for line in LINES for step, then in zip(HEAD, line[1:], strict=True)]


def of(world: World, student: str = "stu-1", name: str = "a") -> Approach:
    return world.approaches[approach_of(t, student, name)]


def card(world: World, student: str = "stu-1") -> Card:
    return world.cards[card_of(t, student)]


def by(entry: Entry, actor: str, role: str, org: str | None = None) -> Entry:
    """The same event, sent by another person."""
    return replace(entry, envelope=replace(entry.envelope, actor=actor, role=role, org=org))


@pytest.mark.parametrize(("met", "step", "then"), CELLS)
def test_each_step_from_each_state(met: str, step: str, then: str) -> None:
    """Every step from every state has the listed result; a refused or unchanged step changes no row."""
    before, _ = play(*MET[met])
    assert of(before).state == met
    after, (outcome, *_) = play(*MET[met], STEPS[step])
    if then == "x":
        assert outcome == Refused(f"approach_{met}", met)
    if then == "=":
        assert isinstance(outcome, Unchanged)
    if then in "x=":
        assert without_books(after) == without_books(before)
    else:
        assert of(after).state == then


def test_the_table_is_the_codes() -> None:
    """The code allows exactly these moves."""
    drawn = {(then, met) for met, _, then in CELLS if then not in "x="}
    assert drawn == {(then, met) for then, froms in MOVES.items() for met in froms}


Row = tuple[list[Timed], Timed, object]
TABLE: dict[str, Row] = {
    "an approach": ([*SHOWN], approached(t), "EnterpriseApproached"),
    "not to an unknown card": ([*OPEN], approached(t), Refused("unknown_card")),
    "not to a hidden card": ([*SHOWN, hidden(t)], approached(t), Refused("unknown_card")),
    "not for another enterprise's job": ([*SHOWN], approached(t, org="org-2"), Refused("unknown_job")),
    "not in another enterprise's name": (
        [*SHOWN],
        by(approached(t), "x", "enterprise", "org-2"),
        Refused("unknown_job"),
    ),
    "not by an organizer": ([*SHOWN], by(approached(t), "boss", "organizer", t.unit), Refused("unknown_job")),
    "not for an unknown job": ([*SHOWN], approached(t, name="b"), Refused("unknown_job")),
    "not for a closed job": ([*SHOWN, t.job_closed()], approached(t), Refused("job_closed")),
    "not after the fair's close": ([*SHOWN, t.closed()], approached(t), Refused("fair_closed")),
    "not before it opens": (
        [t.scheduled(), t.requested(), t.approved(), t.published(), shown(t)],
        approached(t),
        Refused("fair_not_open"),
    ),
    "not without an approved booth": ([*SHOWN, t.refused()], approached(t), Refused("booth_not_approved")),
    "not with a past deadline": ([*SHOWN], (HOUR, approached(t, deadline=at(HOUR))), Refused("deadline_passed")),
    "accepted at the deadline": ([*APPROACHED], (HOUR, taken_up(t)), "ApproachAccepted"),
    "no acceptance after the deadline": ([*APPROACHED], (HOUR + 1, taken_up(t)), Refused("deadline_passed", "open")),
    "declined after the deadline": ([*APPROACHED], (HOUR + 1, turned_away(t)), "ApproachDeclined"),
    "not declined when the fair is over": ([*APPROACHED, t.closed()], turned_away(t), Refused("fair_closed")),
    "not expired before the deadline": ([*APPROACHED], (HOUR - 1, time_over(t)), Unchanged("deadline_not_reached")),
    "expired at the deadline": ([*APPROACHED], (HOUR, time_over(t)), "ApproachExpired"),
    "expired in an archived fair": ([*APPROACHED, t.closed(), t.archived()], time_over(t), "ApproachExpired"),
    "expired with a refused booth": ([*APPROACHED, t.refused()], time_over(t), "ApproachExpired"),
    "not expired with a booth that is approved again": (
        [*APPROACHED, t.refused(), t.approved()],
        time_over(t),
        Unchanged("deadline_not_reached"),
    ),
    "not in an unknown fair": ([], approached(t), Refused("unknown_job")),
    "not declined by another student": (
        [*APPROACHED],
        by(turned_away(t), "stu-2", "student"),
        Refused("unknown_approach"),
    ),
    "expired when the fair is over": ([*APPROACHED, t.closed()], time_over(t), "ApproachExpired"),
    "not accepted by others": ([*APPROACHED], by(taken_up(t), "stu-2", "student"), Refused("unknown_approach")),
    "not declined by the enterprise": (
        [*APPROACHED],
        by(turned_away(t), "hr", "enterprise", "org-1"),
        Refused("unknown_approach"),
    ),
    "not expired by the student": ([*APPROACHED], by(time_over(t), "stu-1", "student"), Refused("unknown_approach")),
    "no unknown approach is accepted": ([*SHOWN], taken_up(t), Refused("unknown_approach")),
    "a hidden card's owner may still answer": ([*APPROACHED, hidden(t)], taken_up(t), "ApproachAccepted"),
    "not accepted when the fair is over": ([*APPROACHED, t.closed()], taken_up(t), Refused("fair_closed")),
    "not accepted when the job is closed": ([*APPROACHED, t.job_closed()], taken_up(t), Refused("job_closed")),
    "not accepted after a refusal by the job": (
        [*APPROACHED, t.submitted(), t.turned_down()],
        taken_up(t),
        Refused("application_refused", "refused"),
    ),
}


@pytest.mark.parametrize("name", TABLE)
def test_given_when_then(name: str) -> None:
    """Each event has the listed outcome; refused and unchanged ones change no row."""
    given, then, expected = TABLE[name]
    before = play(*given)[0] if given else World()
    after, (outcome, *_) = play(*given, then)
    if isinstance(expected, str):
        assert type(outcome).__name__ == expected
    else:
        assert outcome == expected
        assert without_books(after) == without_books(before)


def test_an_approach_has_what_the_enterprise_wrote() -> None:
    """The message, the sender, the log time and offset; the outcome also names the enterprise and the job."""
    world, (outcome,) = play(*SHOWN, (60, approached(t, deadline=at(HOUR), message="messages/x")))
    ids = (approach_of(t), t.fair, "org-1", t.job("a"), card_of(t), "stu-1")
    approach = Approach(*ids, "open", "messages/x", at(HOUR), "hr of org-1", at(60), len(SHOWN))
    assert outcome == EnterpriseApproached(approach, "Enterprise org-1", "Job a")
    assert of(world) == approach


@pytest.mark.parametrize(("met", "step"), [("declined", turned_away(t)), ("accepted", taken_up(t))])
def test_an_answer_has_its_time(met: str, step: Entry) -> None:
    """Repeating it changes nothing, and the refusal or the reason names the state."""
    world, _ = play(*MET[met])
    assert (of(world).state, of(world).answered_at) == (met, at(len(APPROACHED)))
    assert play(*MET[met], step)[1] == [Unchanged(f"approach_{met}")]


def test_silence_is_no_answer() -> None:
    """An expired approach has no time of an answer; a late record of the deadline changes nothing."""
    world, _ = play(*MET["expired"])
    assert (of(world).state, of(world).answered_at) == ("expired", None)
    for met in ("accepted", "declined", "expired"):
        assert play(*MET[met], STEPS["deadline"])[1] == [Unchanged(f"approach_{met}")]


def test_the_same_approach_again() -> None:
    """While it is open, a second one changes nothing; the word names why."""
    assert play(*APPROACHED, approached(t))[1] == [Unchanged("approach_open")]


def test_an_acceptance_is_a_submission() -> None:
    """An accepted approach appends an application to the queue, and its history shows the approach."""
    world, (accepted, received) = play(*APPROACHED, t.submitted("stu-2"), taken_up(t, message="messages/x"))
    application = world.applications[application_id(t.job("a"), "stu-1")]
    assert [type(one).__name__ for one in (accepted, received)] == ["ApproachAccepted", "ApplicationReceived"]
    assert (application.state, application.place, application.message) == ("submitted", 2, "messages/x")
    assert [step.event for step in application.history] == [
        "EnterpriseApproached",
        "ApproachAccepted",
        "ApplicationReceived",
    ]
    assert [(step.at, step.by, step.reason) for step in application.history] == [
        (at(len(SHOWN)), "hr of org-1", None),
        (at(8), "stu-1", None),
        (at(8), "stu-1", None),
    ]
    assert (of(world).application, of(world).answered_at) == (application.id, at(8))
    assert world.books[t.fair].counters["applications"] == 2
    assert world.jobs[t.job("a")].submissions == 2


def test_an_applicant_accepts_without_a_second_application() -> None:
    """The enterprise may approach an applicant: a refusal would reveal whose card it is."""
    log: list[Timed] = [*SHOWN, t.submitted()]
    _, outcomes = play(*log, approached(t))
    assert [type(one).__name__ for one in outcomes] == ["EnterpriseApproached"]
    world, outcomes = play(*log, approached(t), taken_up(t))
    assert [type(one).__name__ for one in outcomes] == ["ApproachAccepted"]
    assert world.jobs[t.job("a")].submissions == 1
    assert of(world).application == application_id(t.job("a"), "stu-1")


def test_a_student_who_withdrew_may_accept_an_approach() -> None:
    """The application gets a new place at the end of the queue, and its history keeps the earlier steps."""
    world, (_, received) = play(*APPROACHED, t.submitted(), t.withdrawn(), taken_up(t))
    assert type(received).__name__ == "ApplicationReceived"
    application = world.applications[application_id(t.job("a"), "stu-1")]
    assert (application.place, len(application.history)) == (2, 5)


def test_open_approaches_are_bounded_for_each_place() -> None:
    """The bound of open approaches grows with the headcount; an answered approach no longer counts."""
    students = [f"stu-{n}" for n in range(2 * OPEN_PER_PLACE + 1)]
    log: list[Timed] = [*OPEN, *(shown(t, student) for student in students)]
    log += [approached(t, student) for student in students[:-1]]
    last = approached(t, students[-1])
    assert play(*log, last)[1] == [Refused("too_many_approaches")]
    for more in (turned_away(t, "stu-3"), taken_up(t, "stu-3"), t.amended(headcount=3)):
        assert type(play(*log, more, last)[1][0]).__name__ == "EnterpriseApproached"


def test_nobody_is_approached_for_places_that_are_taken() -> None:
    """An approach is refused if every opening of the job is matched, as an invitation is."""
    one_place: list[Timed] = [*SHOWN, t.amended(headcount=1), t.submitted("stu-2"), t.invited("stu-2")]
    assert play(*one_place, t.accepted("stu-2"), approached(t))[1] == [Refused("places_filled")]


@pytest.mark.parametrize(("asked", "given"), [(None, 86_400.0), (HOUR, HOUR), (10 * 86_400.0, 86_400.0)])
def test_until_when_an_approach_is_answered(asked: float | None, given: float) -> None:
    """The deadline is one day by default, and never later than the fair's end."""
    world, _ = play(*SHOWN, approached(t, deadline=None if asked is None else at(asked)))
    assert of(world).deadline == at(given)
