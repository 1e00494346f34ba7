"""How many jobs each filter would leave. Counts beyond `search_reads.COUNTED_MAX` matches are lower bounds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from plumbing.regions import region_at
from services.fair.jobs.queries import PAY_BOUNDS
from services.fair.kernel.regions import shown

VALUES_MAX = 50
"""Of a filter: the most frequent ones."""
_ENDS: tuple[int | None, ...] = (0, *PAY_BOUNDS, None)
BANDS: dict[str, tuple[int, int | None]] = {
    f"{begin}-{'' if end is None else end}": (int(begin or 0), end) for begin, end in pairwise(_ENDS)
}
"""Bands of pay for a month; the end is exclusive."""
_NAMES = ("region", "industry", "degree", "employment_type", "pay")


def facets(rows: Iterable[Mapping[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The values of each filter with their counts, most frequent first, from the rows of `queries.FACETS`."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row["facet"] in _NAMES:
            counts[row["facet"]][_value(row["facet"], row["value"])] += row["number"]
    return {name: _most(counts[name], by_name=name == "pay") for name in _NAMES}


def _value(facet: str, value: str) -> str:
    """A value as its filter takes it."""
    if facet == "pay":
        return list(BANDS)[int(value)]
    if facet != "region":
        return value
    found = region_at(value) if value.isdigit() else None
    return shown(found.region) or value if found else value


def _most(counts: Counter[str], *, by_name: bool) -> list[dict[str, Any]]:
    order = list(BANDS).index if by_name else lambda value: (-counts[value], value)
    return [{"value": value, "count": counts[value]} for value in sorted(counts, key=order)[:VALUES_MAX]]
