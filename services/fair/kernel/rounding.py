"""The rounding of public numbers, so that they reveal nothing about a few applications.

Source and limits: `report/breakdown.py`.
"""

from __future__ import annotations

BASE = 5
SHOWN_MIN = 10


def rounded(number: int) -> int:
    """Down to a multiple of `BASE`."""
    return number - number % BASE
