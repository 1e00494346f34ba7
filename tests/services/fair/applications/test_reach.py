"""Which further rows a batch loads beyond those that its commands name, and no more."""

from __future__ import annotations

import pytest

from services.fair.applications.reach import Reach, asked_for, reach_of
from services.fair.applications.rows import ApplicationRows
from services.fair.applications.store import load_named
from services.fair.fairs import store as fairs
from services.fair.fairs.rows import FairRows
from services.fair.kernel.state import State
from tests.services.fair.deciding import World, play, run, touched
from tests.services.fair.story import Entry, Teller, told

t = Teller()
STUDENT = (t.fair, "stu-1")


def begun(offers: str) -> World:
    """Two jobs; stu-1 is invited to the first and has applied to the second, stu-2 is on the second's shortlist."""
    log = [t.scheduled(offers=offers), *t.ready("a", "b")[1:], t.submitted(), t.submitted(name="b"), t.invited()]
    return play(*log, t.submitted("stu-2", "b"), t.shortlisted("stu-2", "b"))[0]


def named(world: World, *batch: Entry) -> State:
    """The state of a batch that has loaded only the rows that its commands name."""
    state = touched(*batch)
    run(fairs.load(world.port, state))
    run(load_named(world.port, state))
    return state


def reached(world: World, *batch: Entry) -> Reach:
    state = named(world, *batch)
    return reach_of(state.of(FairRows), state.of(ApplicationRows))


@pytest.mark.parametrize("offers", ["keep", "release"])
def test_an_acceptance_asks_for_its_student(offers: str) -> None:
    """It needs the student's matches, and their other invitations only if the fair releases offers."""
    reach = reached(begun(offers), t.accepted())
    assert reach.applicants == {STUDENT}
    assert reach.holders == ({STUDENT} if offers == "release" else set())


def test_what_is_invited_in_the_same_batch_is_reached() -> None:
    """If a student is invited to a second job in the same batch, only that job's desk is loaded as well."""
    world = begun("release")
    assert reached(world, t.invited(name="b"), t.invited("stu-2", "b"), t.accepted()).desks == {t.job("b")}
    assert reached(world, t.invited("stu-2", "b"), t.accepted()).desks == set()
    assert reached(begun("keep"), t.invited(name="b"), t.accepted()) == Reach(applicants={STUDENT})


def test_a_fair_that_is_new_in_the_batch() -> None:
    """No row of the fair is stored yet: its offer rule and students are read from the commands."""
    log = [t.scheduled(offers="release"), *t.ready()[1:], t.submitted(), t.invited(), t.accepted()]
    reach = reached(World(), *log)
    assert (reach.releasing, reach.holders, reach.applicants) == ({t.fair}, {STUDENT}, {STUDENT})


def test_what_does_not_exist_reaches_nothing() -> None:
    """An acceptance without an application is refused, and loads no rows."""
    assert reached(World(), t.accepted()) == Reach()


def test_who_may_come_to_a_desk_is_asked_for() -> None:
    """Before an alternate is invited, their matches are loaded if the fair's rule depends on them."""
    world = begun("release")
    rows = named(world, t.accepted(), t.viewed("stu-2", "b")).of(ApplicationRows)
    assert asked_for(reached(world, t.accepted()), rows) == {STUDENT, (t.fair, "stu-2")}
    assert asked_for(Reach(), rows) == set()


MATCHED_ELSEWHERE = [
    *(t.scheduled(offers="release"), *t.ready("a", "b")[1:], t.amended("a", headcount=1)),
    *(t.submitted("S", "a"), t.submitted("S", "b"), t.submitted("D", "a"), t.submitted("N", "a")),
    *(t.shortlisted("D", "a"), t.shortlisted("N", "a"), t.invited("D", "a"), t.ranked("S", "N", name="a")),
    *(t.invited("S", "b"), t.accepted("S", "b"), t.shortlisted("S", "a"), t.declined("D", "a")),
    *(t.accepted("S", "a"), t.accepted("N", "a")),
]

STANDING = {("S", "a"): "shortlisted", ("S", "b"): "accepted", ("D", "a"): "declined", ("N", "a"): "accepted"}


@pytest.mark.parametrize("first", range(len(MATCHED_ELSEWHERE) + 1))
def test_who_has_a_match_is_passed_over_however_the_log_is_cut(first: int) -> None:
    """They are passed over even if the batch itself shortlists them: three batches, every pair of cuts."""
    log = told(MATCHED_ELSEWHERE)
    for second in range(first, len(log) + 1):
        world = World()
        for part in (log[:first], log[first:second], log[second:]):
            world.apply(part)
        rows = world.applications.values()
        found = {(row.student, "ab"[row.job == t.job("b")]): row.state for row in rows}
        assert found == STANDING
