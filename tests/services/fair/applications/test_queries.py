"""SQL that is composed from filters. What it finds is tested with the reads."""

from __future__ import annotations

import re

import pytest

from services.fair.applications import queries


def test_a_statement_holds_the_filters_that_are_given() -> None:
    """Only the given filters are in the statement, numbered after its fixed parameters."""
    every = tuple(queries.APPLICATION_FILTERS)
    for sql in (queries.applications_of_fair(every), queries.applications_of_fair(every, few=True)):
        assert {int(number) for number in re.findall(r"\$(\d+)", sql)} == set(range(1, 4 + len(every)))
    few = queries.applications_by_state(("state", "since"))
    assert "a.state = $2 AND a.received_at >= $3" in few
    assert "resume" not in few


def test_a_name_that_is_no_filter_comes_into_no_statement() -> None:
    """An unknown parameter name never becomes part of the SQL."""
    with pytest.raises(KeyError):
        queries.applications_of_fair(("state; DROP TABLE applications",))
