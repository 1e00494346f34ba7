"""Deciding random logs: counters equal a recount, places are ordinals, decisions are deterministic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.application import ApplicationWithdrawn, ResumeRead, application_id
from services.fair.applications.application import ApplicationReceived
from services.fair.applications.rows import ApplicationRows
from services.fair.booths.rows import BoothRows
from services.fair.fairs.rows import FairRows
from services.fair.jobs.rows import JobRows
from services.fair.kernel.outcomes import Refused
from tests.services.fair import recount
from tests.services.fair.deciding import World, decide, decide_all, one_batch
from tests.services.fair.story import Entry, Teller, at, says, told

FAIRS = [Teller(UUID(int=n)) for n in (1, 2)]
STUDENTS = ["stu-1", "stu-2", "stu-3"]
JOBS = ["a", "b"]
ORGS = ["org-1", "org-2"]

teller = st.sampled_from(FAIRS)
student, job, org = st.sampled_from(STUDENTS), st.sampled_from(JOBS), st.sampled_from(ORGS)


def saying(say: Callable[..., Entry], *parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Entry]:
    return st.builds(say, teller, *parts)


submitting = saying(Teller.submitted, student, job)
withdrawing = saying(Teller.withdrawn, student, job)
ANY_ENTRY = st.one_of(
    submitting,
    submitting,
    submitting,
    withdrawing,
    withdrawing,
    saying(Teller.published, job, org),
    st.builds(lambda t, name, number: t.amended(name, headcount=number), teller, job, st.integers(1, 5)),
    saying(Teller.job_closed, job),
    saying(Teller.requested, org),
    saying(Teller.approved, org),
    saying(Teller.refused, org),
    saying(Teller.resume_read, student, job),
    saying(Teller.opened),
    saying(Teller.scheduled),
)
BEGINNING = [entry for one in FAIRS for entry in one.ready(*JOBS)]
LOGS = st.builds(
    lambda entries, closing: [*BEGINNING, *entries, *closing],
    st.lists(ANY_ENTRY, max_size=60),
    st.lists(saying(Teller.closed), max_size=1),
)


@given(LOGS)
@settings(max_examples=120, deadline=None)
def test_the_books_always_balance(log: list[Entry]) -> None:
    """After every record, all numbers equal a recount, and a student has one live application per job."""
    world = World()
    for one in told(log):
        decide(world, one)
        recount.balance(world)
    pairs = Counter((one.job, one.student) for one in world.applications.values())
    assert set(pairs.values()) <= {1}


@given(LOGS)
@settings(max_examples=120, deadline=None)
def test_places_are_ordinals_in_log_order(log: list[Entry]) -> None:
    """The submissions of a job have places 1 to n in log order, without gap or repetition."""
    world, given_places = World(), Counter[UUID]()
    for one in told(log):
        [outcome, *_] = decide(world, one)
        if isinstance(outcome, ApplicationReceived):
            given_places[outcome.application.job] += 1
            assert outcome.application.place == given_places[outcome.application.job]
            assert outcome.application.offset == one.offset
    for job in world.jobs.values():
        own = sorted(world.applications.values(), key=lambda one: one.place)
        own = [one for one in own if one.job == job.id]
        assert job.submissions == given_places[job.id] == (own[-1].place if own else 0)
        assert job.standing == sum(one.state != "withdrawn" for one in own)
        assert [one.offset for one in own] == sorted(one.offset for one in own)


@given(LOGS)
@settings(max_examples=40, deadline=None)
def test_the_same_log_gives_the_same_rows(log: list[Entry]) -> None:
    """Outcomes, rows, counters and minutes are the same when a log is decided again."""
    (one, first), (other, second) = decide_all(log), decide_all(log)
    assert first == second
    assert one.rows() == other.rows()


@given(LOGS)
@settings(max_examples=40, deadline=None)
def test_what_is_touched_is_loaded(log: list[Entry]) -> None:
    """Every row that a command changes was among the rows that it asked to load."""
    state = one_batch(told(log))
    rows, jobs = state.of(ApplicationRows), state.of(JobRows)
    changed: dict[str, tuple[set[Any], set[Any]]] = {
        "fairs": (state.of(FairRows).changed, state.of(FairRows).wanted),
        "booths": (state.of(BoothRows).changed, state.of(BoothRows).wanted),
        "jobs": (jobs.rewritten | jobs.counted, jobs.wanted),
        "applications": (rows.changed, rows.wanted.applications),
        "applicants": (rows.changed_applicants, rows.wanted.applicants),
    }
    for name, (moved, wanted) in changed.items():
        assert moved <= wanted, name
        assert moved or name in ("applications", "applicants"), name


def test_a_minute_keeps_its_end() -> None:
    """A minute holds the counters at its end; minutes without a change do not exist."""
    [one] = FAIRS[:1]
    entries = told([*one.ready(), one.submitted("stu-1"), one.submitted("stu-2"), one.submitted("stu-2")])
    times = [0, 1, 2, 3, 59.9, 60, 130, 200]
    world = World()
    for record, seconds in zip(entries, times, strict=True):
        decide(world, replace(record, log_time=at(seconds)))
    rows = world.port.rows("fair_minutes")
    applications = {(row["minute"] - at(0)).seconds // 60: row["counters"]["applications"] for row in rows}
    assert applications == {0: 0, 1: 1, 2: 2}


def test_nothing_reaches_into_another_fair() -> None:
    """A record that names a job or application of another fair does not find it."""
    mine, other = Teller(), Teller()
    job, application = other.job("a"), application_id(other.job("a"), "stu-1")
    forged = ApplicationWithdrawn(fair=mine.fair, job=job, application=application, student="stu-1")
    read = ResumeRead(fair=mine.fair, job=job, application=application)
    log = [*mine.ready(), *other.ready(), other.submitted(), says(forged, "stu-1", "student")]
    world, outcomes = decide_all([*log, says(read, "hr of org-1", "enterprise", "org-1")])
    assert outcomes[-2:] == [Refused("unknown_application")] * 2
    assert world.applications[application].state == "submitted"


def test_a_withdrawal_moves_its_own_students_numbers() -> None:
    """A withdrawal by a student who does not own the application is refused."""
    one = Teller()
    job, application = one.job("a"), application_id(one.job("a"), "stu-1")
    forged = ApplicationWithdrawn(fair=one.fair, job=job, application=application, student="stu-2")
    log = [*one.ready(), one.submitted("stu-1"), one.submitted("stu-2"), says(forged, "stu-1", "student")]
    world, outcomes = decide_all(log)
    assert outcomes[-1] == Refused("unknown_application")
    assert world.applicants[one.fair, "stu-2"].standing == 1
