"""The list of checks that can be taken out keeps up with the code."""

from __future__ import annotations

import pytest

from tests.e2e.rights.check import Check
from tests.e2e.rights.mutants import CHECKS, ROOT, cells_of, failing
from tests.e2e.rights.table import RIGHT_OF


@pytest.mark.parametrize("one", CHECKS, ids=lambda one: one.family)
def test_each_check_stands_in_its_file_once(one: Check) -> None:
    """A check that moved would not be taken out, and a route that is gone would never fail."""
    assert (ROOT / one.path).read_text().count(one.check) == 1
    assert one.route in RIGHT_OF
    assert [other.family for other in CHECKS if other.route == one.route] == [one.family]


def test_failing_cells_are_found_in_the_output() -> None:
    """Both kinds of lines, by the route that they name."""
    first = "ingest PATCH /v1/fairs/{fair} as enterprise on own: expected 403, was 202"
    second = (
        "tells apart: fair GET /v1/jobs/{job} as guest on draft: 404; fair GET /v1/jobs/{job} as guest on absent: 404"
    )
    failed = failing(f"E       AssertionError: {first}\nE         {second}\nE       assert ['ingest'] == []\n")
    assert failed == {"PATCH /v1/fairs/{fair}": [first], "GET /v1/jobs/{job}": [second]}
    assert cells_of(CHECKS[0], failed) == [first]
