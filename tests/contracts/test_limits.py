"""The page of limits holds each `Limit` of the code, readable."""

from __future__ import annotations

from plumbing.limits import Limit
from tests.contracts import limits
from tests.contracts.limits import declared


def test_every_declared_limit_is_on_the_page() -> None:
    """Once, under the service whose module declares it."""
    found = list(declared())
    assert {"services.ingest.catalog", "services.ingest.edge.in_flight"} <= {module for module, _ in found}
    page = limits.page()
    assert all(page.count(f"| {limit.what} |") == 1 for _, limit in found)


def test_a_limit_says_what_happens_beyond_it() -> None:
    """Beyond its bound, and beyond its shares, as far as it has them."""
    for module, limit in declared():
        assert bool(limit.over) == (limit.bound is not None), (module, limit.what)
        assert bool(limit.over_share) == bool(limit.shares), (module, limit.what)


def test_bytes_are_told_in_the_unit_that_fits() -> None:
    """As MiB or KiB; other numbers with their unit."""
    told = [
        limits._amount(number, unit) for number, unit in ((33_554_432, "bytes"), (4_096, "bytes"), (50, "a second"))
    ]
    assert told == ["32 MiB", "4 KiB", "50 a second"]
    row = limits._row("services.x.y", Limit("sums", 1_000, "503"))
    assert row == "| sums | 1,000 |  | 503 |  | [y.py](../services/x/y.py) |\n"
