"""The times of a storm as a table."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from tests.faults.storm.faults import Fault

HEAD = ("fault", "times", "median", "worst")


def table(seed: int, times: Sequence[tuple[Fault, float]]) -> str:
    """A row for each kind, in the order of their medians, with the seconds until the whole path worked again."""
    by_kind: dict[str, list[float]] = {}
    for fault, seconds in times:
        name = fault.kind.name + (" (from its end)" if fault.kind.from_end else "")
        by_kind.setdefault(name, []).append(seconds)
    rows = [
        (name, str(len(of_kind)), f"{statistics.median(of_kind):.1f} s", f"{max(of_kind):.1f} s")
        for name, of_kind in sorted(by_kind.items(), key=lambda item: statistics.median(item[1]))
    ]
    widths = [max(map(len, column)) for column in zip(HEAD, *rows, strict=True)]
    lines = [_line(row, widths) for row in (HEAD, tuple("-" * width for width in widths), *rows)]
    return "\n".join([f"{len(times)} faults, SEED={seed}", *lines])


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = (cell.ljust(width) if n == 0 else cell.rjust(width) for n, (cell, width) in _of(row, widths))
    return f"| {' | '.join([first, *rest])} |"


def _of(row: Sequence[str], widths: Sequence[int]) -> enumerate[tuple[str, int]]:
    return enumerate(zip(row, widths, strict=True))
