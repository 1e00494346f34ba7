"""Jobs written to rows and read back."""

from __future__ import annotations

from schemas.job import Salary
from services.fair.jobs.rows import JobRows
from services.fair.jobs.store import WRITE_NUMBERS, writes
from tests.services.fair.deciding import decide_all, one_batch
from tests.services.fair.story import Teller, told

t = Teller()
SELECTED = [t.submitted(name="p"), t.ranked("stu-1", name="p"), t.shortlisted(name="p"), t.invited(name="p")]


def test_a_job_survives_its_row() -> None:
    """A job is equal after being written as JSON and read back as a row."""
    pay = Salary(min=1.5, max=2, period="hour", currency="EUR")
    log = [*t.ready(), t.published("p", salary=pay, majors=[]), *SELECTED]
    world, _ = decide_all(log)
    kept, [application] = one_batch(told(log)).of(JobRows).jobs[t.job("p")], world.applications
    assert (kept.ranking, kept.invitations, kept.terms.majors) == ((application,), 1, ())
    assert world.jobs[t.job("p")] == kept


def test_numbers_are_written_alone() -> None:
    """A job whose numbers changed writes these and its state; a new or amended one is written once, with them."""
    log = told([*t.ready("a", "b"), t.submitted()])
    assert {one.statement.kind: len([*one.rows]) for one in writes(one_batch(log))} == {"upsert": 2, "update": 0}
    state = one_batch(log)
    state.of(JobRows).rewritten.discard(t.job("a"))
    upsert, update = writes(state)
    assert [job.id for job in upsert.rows] == [t.job("b")]
    assert update.statement is WRITE_NUMBERS
    numbers = {"id": t.job("a"), "state": "open", "submissions": 1, "standing": 1, "invitations": 0, "matches": 0}
    assert [*update.rows] == [numbers]
