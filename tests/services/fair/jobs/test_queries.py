"""The statements of the search of jobs."""

from __future__ import annotations

from services.fair.jobs import queries
from services.fair.jobs.search_reads import Asked
from services.fair.kernel.parameters import Named
from tests.services.fair.story import Teller

GIVEN = {"limit": 1, "ranked": True, "low": 0, "high": 7}
"""What a search adds to the values of its filters."""


def statements() -> list[Named]:
    """Each statement with parameters by name."""
    groups = (queries.WALK, queries.ALL, queries.LEVELS, queries.IN_STATE)
    return [queries.BY_STATE, queries.FACETS, queries.SAMPLE, *(one for group in groups for one in group.values())]


def test_a_search_has_all_parameters() -> None:
    """Every statement finds its arguments among the filters of a search."""
    values = {**Asked(Teller().fair).values([], plain=False), **GIVEN}
    assert all(statement.of(values) for statement in statements())
    assert set(queries.WALK) < set(queries.ALL) == set(queries.SORTS)
