"""The fair's counters, as a table: after these events, these numbers."""

from __future__ import annotations

import pytest

from services.fair.fairs.counters import NAMES, none_yet, recount
from tests.services.fair.deciding import decide_all
from tests.services.fair.story import Entry, Teller

t = Teller()
READY = t.ready("a", "b")
BUSY = [*READY, t.submitted("stu-1"), t.submitted("stu-1", "b"), t.submitted("stu-2")]

TABLE: dict[str, tuple[list[Entry], dict[str, int]]] = {
    "a new fair": ([t.scheduled()], {}),
    "a request is no booth": ([t.scheduled(), t.requested()], {}),
    "a booth and its jobs": (READY, {"enterprises": 1, "jobs": 2, "positions": 4}),
    "a refused booth, whose jobs are closed": ([*READY, t.refused()], {}),
    "a booth that asks again": ([*READY, t.refused(), t.requested()], {}),
    "another headcount": ([*READY, t.amended(headcount=9)], {"enterprises": 1, "jobs": 2, "positions": 11}),
    "a closed job": ([*READY, t.job_closed()], {"enterprises": 1, "jobs": 1, "positions": 2}),
    "applications": (BUSY, {"enterprises": 1, "jobs": 2, "positions": 4, "applications": 3, "applicants": 2}),
    "a duplicate": (
        [*BUSY, t.submitted("stu-1")],
        {"enterprises": 1, "jobs": 2, "positions": 4, "applications": 3, "applicants": 2},
    ),
    "one of two withdrawn": (
        [*BUSY, t.withdrawn("stu-1")],
        {"enterprises": 1, "jobs": 2, "positions": 4, "applications": 2, "applicants": 2},
    ),
    "the last one withdrawn": (
        [*BUSY, t.withdrawn("stu-2")],
        {"enterprises": 1, "jobs": 2, "positions": 4, "applications": 2, "applicants": 1},
    ),
    "and come back": (
        [*BUSY, t.withdrawn("stu-2"), t.submitted("stu-2")],
        {"enterprises": 1, "jobs": 2, "positions": 4, "applications": 3, "applicants": 2},
    ),
    "a closed fair keeps them": (
        [*BUSY, t.closed()],
        {"enterprises": 1, "jobs": 2, "positions": 4, "applications": 3, "applicants": 2},
    ),
}


@pytest.mark.parametrize("name", TABLE)
def test_after_these_events(name: str) -> None:
    """The counters after these events; counters that are not listed stay zero."""
    given, then = TABLE[name]
    world, _ = decide_all(given)
    assert world.books[t.fair].counters == none_yet() | then
    assert tuple(world.books[t.fair].counters) == NAMES


def test_a_change_adds_after_minus_before() -> None:
    """The change is the difference; a number that is in both stays."""
    counters = none_yet() | {"jobs": 1, "positions": 2}
    recount(counters, (("jobs", 1), ("positions", 2)), (("jobs", 1), ("positions", 5)))
    assert counters == none_yet() | {"jobs": 1, "positions": 5}
    recount(counters, (("jobs", 1), ("positions", 5)), ())
    assert counters == none_yet()
