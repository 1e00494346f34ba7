"""The results of a benchmark: repeats of ours and of its baseline, their medians, and the table."""

from __future__ import annotations

import json
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

NS = 1_000_000_000  # of a second
MS = NS / 1_000


@dataclass(frozen=True, slots=True)
class Figure:
    """Repeats of one measurement. `better` says whether more or less of `unit` is better; `aim` is for the ratio."""

    name: str
    unit: str
    ours: Sequence[float]
    baseline: Sequence[float]
    against: str
    aim: str = ""
    p99: bool = False
    """Whether these are single latencies, whose p99 is shown beside the median."""

    @property
    def median(self) -> float:
        return statistics.median(self.ours)

    @property
    def baseline_median(self) -> float:
        return statistics.median(self.baseline)

    @property
    def ratio(self) -> float:
        return self.median / self.baseline_median

    def as_json(self) -> dict[str, Any]:
        told = {"p50": round(self.median, 3), "p99": round(_p99(self.ours), 3)} if self.p99 else {}
        return told | {
            "ratio": round(self.ratio, 4),
            "median": round(self.median, 3),
            "baseline": round(self.baseline_median, 3),
            "unit": self.unit,
            "min": round(min(self.ours), 3),
            "max": round(max(self.ours), 3),
            "repeats": len(self.ours),
            "against": self.against,
            "aim": self.aim,
        }


def show(figures: Sequence[Figure], console: Console) -> None:
    """The table, with a row for each figure."""
    table = Table(title="livefair benchmarks")
    for column in ("name", "median (min..max)", "baseline (min..max)", "unit", "ratio", "aim", "against"):
        table.add_column(column)
    for figure in figures:
        ratio = f"{figure.ratio:.2f}" + (f"; p99 {_p99(figure.ours):.1f}" if figure.p99 else "")
        table.add_row(
            figure.name, _spread(figure.ours), _spread(figure.baseline), figure.unit, ratio, figure.aim, figure.against
        )
    console.print(table)


def write(figures: Sequence[Figure], path: Path) -> None:
    """Write `{name: {"ratio", "median", "baseline", "unit", ...}}`; figures of other runs in the file are kept."""
    path.parent.mkdir(parents=True, exist_ok=True)
    known = json.loads(path.read_text()) if path.exists() else {}
    path.write_text(json.dumps(known | {figure.name: figure.as_json() for figure in figures}, indent=2) + "\n")


def _p99(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[98]


def _spread(values: Sequence[float]) -> str:
    return f"{statistics.median(values):,.1f} ({min(values):,.1f}..{max(values):,.1f})"
