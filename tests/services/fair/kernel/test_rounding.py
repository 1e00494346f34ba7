"""Rounding of public numbers. `report/test_breakdown.py` proves that it reveals nothing."""

from __future__ import annotations

from services.fair.kernel.rounding import BASE, rounded


def test_it_rounds_down_to_a_multiple_of_the_base() -> None:
    """A public number is a lower bound."""
    assert [rounded(number) for number in (0, 4, 5, 9, 10)] == [0, 0, BASE, BASE, 2 * BASE]
