"""Blank lines of a CSV file, the bound of blank rows, and a far column of a sheet."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest

from services.ingest.imports import ImportedJob, UnreadableFile, read_jobs
from tests.services.ingest.imports.workbooks import xlsx

CPU_SECONDS_MAX = 6.0
"""Three times what a core takes for a million blank lines."""
HEADER = ["title", "headcount", *(f"c{number}" for number in range(18))]


def cpu_seconds() -> float:
    """The CPU time of this process and of its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


@pytest.mark.parametrize("line", ["\n", "," * 19 + "\n"], ids=["empty", "commas"])
def test_blank_lines_cost_little(tmp_path: Path, line: str) -> None:
    """A million blank lines in a CSV file are counted and not read as rows."""
    path = tmp_path / "a.csv"
    path.write_text(",".join(HEADER) + "\n" + line * 1_000_000 + "welder,2\n")
    before = cpu_seconds()
    [job] = read_jobs(path, "a.csv", None, needs_enterprise=False)
    assert isinstance(job, ImportedJob)
    assert job.row == 1_000_002
    assert cpu_seconds() - before < CPU_SECONDS_MAX


def test_blank_rows_have_a_bound(tmp_path: Path) -> None:
    """A file of nothing but lines would keep a core busy for minutes: it is refused with a reason."""
    path = tmp_path / "a.csv"
    path.write_text("title,headcount\n" + "\n" * 2_000_001)
    with pytest.raises(UnreadableFile, match="more than 2,000,000 blank rows"):
        list(read_jobs(path, "a.csv", None, needs_enterprise=False))


def test_a_far_column_is_one_fault(tmp_path: Path) -> None:
    """A header in the last column is refused at once, with a reason."""
    far = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>'
    path = xlsx(tmp_path / "a.xlsx", [], more=far)
    with pytest.raises(UnreadableFile, match="more than 1,000 columns"):
        list(read_jobs(path, "a.xlsx", None, needs_enterprise=False))
