"""The jobs of a batch in memory: which are rewritten as a whole, and which get a catalog entry."""

from __future__ import annotations

from dataclasses import replace

from services.fair.jobs.rows import JobRows
from tests.services.fair.deciding import decide_all
from tests.services.fair.story import Teller

t = Teller()
JOB = decide_all(t.ready("a"))[0].jobs[t.job("a")]


def test_a_job_of_another_fair_is_none() -> None:
    """A job is found only under its own fair."""
    rows = JobRows(jobs={JOB.id: JOB})
    assert rows.of_fair(t.fair, JOB.id) == JOB
    assert rows.of_fair(Teller().fair, JOB.id) is None
    assert rows.of_fair(t.fair, t.job("b")) is None


def test_the_catalog_hears_of_states() -> None:
    """New jobs and changed states get a catalog entry; amendments do not."""
    rows = JobRows()
    assert rows.keep(JOB) is None
    assert (rows.rewritten, rows.restated) == ({JOB.id}, {JOB.id})
    rows = JobRows(jobs={JOB.id: JOB})
    amended = replace(JOB, terms=replace(JOB.terms, headcount=9))
    assert rows.keep(amended) == JOB
    assert (rows.rewritten, rows.restated) == ({JOB.id}, set())
    assert rows.keep(replace(JOB, state="closed")) == amended
    assert rows.restated == {JOB.id}


def test_numbers_leave_the_rest() -> None:
    """A job whose submissions were counted is not rewritten as a whole."""
    rows, counted = JobRows(jobs={JOB.id: JOB}), JOB.counting(1, 1, 0, 0)
    rows.count(counted)
    assert (rows.jobs[JOB.id], rows.counted, rows.rewritten) == (counted, {JOB.id}, set())


def test_closing_leaves_the_texts() -> None:
    """A closed job is not written anew with its texts and their words: a refused booth may have thousands."""
    rows = JobRows(jobs={JOB.id: JOB})
    rows.keep(replace(JOB, state="closed"))
    assert (rows.counted, rows.rewritten, rows.restated) == ({JOB.id}, set(), {JOB.id})
    rows.keep(replace(JOB, state="closed", terms=replace(JOB.terms, headcount=9)))
    assert rows.rewritten == {JOB.id}
