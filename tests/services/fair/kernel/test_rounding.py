"""The rounding of public numbers; that it gives nothing away is shown in `report/test_breakdown.py`."""

from __future__ import annotations

from services.fair.kernel.rounding import BASE, rounded


def test_it_rounds_down_to_a_multiple_of_the_base() -> None:
    """Never up: a public number is a lower bound."""
    assert [rounded(number) for number in (0, 4, 5, 9, 10)] == [0, 0, BASE, BASE, 2 * BASE]
