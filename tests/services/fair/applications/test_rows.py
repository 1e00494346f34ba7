"""Receipts and answers on PostgreSQL: the same for every batching, each stored once."""

from __future__ import annotations

import pytest

from livefair.audit.verify import audit
from services.fair.applications.response import Responses
from services.fair.applications.rows import ApplicationRows
from tests.conftest import RunningPostgres
from tests.plumbing.postgres.connections import connection_to
from tests.services.fair.deciding import play, touched
from tests.services.fair.story import ORG, Entry, Teller, at
from tests.services.fair.tables import contents, filled

t = Teller()


def a_log() -> list[Entry]:
    """Twelve applications, seven of them answered, one of these twice; four reads, one by another enterprise."""
    log = [*t.ready("a", "b"), *(t.submitted(f"stu-{n}", name) for n in range(6) for name in ("a", "b"))]
    log += [t.viewed(f"stu-{n}") for n in range(6)] + [t.turned_down("stu-0", "b"), t.shortlisted("stu-1")]
    log += [t.withdrawn("stu-1"), t.submitted("stu-1"), t.viewed("stu-1")]
    reads = [
        t.resume_read("stu-1"),
        t.resume_read("stu-1"),
        t.resume_read("stu-2"),
        t.resume_read("stu-1", org="org-2"),
    ]
    return [*log, *reads, reads[0]]


@pytest.mark.parametrize("size", [1, 4])
async def test_the_rows_are_the_same_in_any_batching(postgres: RunningPostgres, database: str, size: int) -> None:
    """A repeated request leaves one receipt; a request of another enterprise leaves none."""
    log, another = a_log(), await postgres.create()
    try:
        await filled(another, log, size=size)
        await filled(database, log)
        assert await contents(another) == await contents(database)
    finally:
        await postgres.drop(another)
    assert (await audit(database)).differences == []
    async with connection_to(database) as connection:
        reads = await connection.fetch("SELECT student, reader, at FROM resume_reads ORDER BY at")
        response = await connection.fetchrow("SELECT answers, shown, shown_median_s, median_s FROM responses")
    first = len(log) - 5
    whom = [("stu-1", first), ("stu-1", first + 1), ("stu-2", first + 2)]
    assert [tuple(row) for row in reads] == [(student, f"hr of {ORG}", at(second)) for student, second in whom]
    assert response is not None
    assert tuple(response)[:2] == (8, 5)


def test_which_jobs_may_be_answered() -> None:
    """A command that may be an enterprise's first step on an application marks its job; other commands do not."""
    log = [t.submitted(), t.viewed(name="b"), t.turned_down(name="c"), t.accepted(name="d"), t.invited(name="e")]
    assert touched(*log).of(ApplicationRows).wanted.answering == {t.job(name) for name in "bce"}


def test_an_answer_that_is_far_off_is_taken_for_the_longest() -> None:
    """A very late answer counts in the largest bucket, so the table's numbers stay small."""
    assert Responses(t.fair, ORG).with_answer(2**62).median_s < 2**31


def test_only_alternates_in_the_ranking_are_looked_at() -> None:
    """However many others are shortlisted: those in the ranking come in its order, and no more than are asked for."""
    students = [f"stu-{number}" for number in range(50)]
    log = [*t.ready(), *map(t.submitted, students), *map(t.shortlisted, students), t.ranked("stu-7", "stu-3")]
    world, _ = play(*log, t.withdrawn("stu-3"))
    rows = ApplicationRows(applications=dict(world.applications), desks={t.job("a"): dict.fromkeys(world.applications)})
    ranked = rows.ranked(t.job("a"), world.jobs[t.job("a")].ranking)
    assert [one.student for one in ranked] == ["stu-7"]
