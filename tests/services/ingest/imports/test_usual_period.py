"""Pay without a period is for the period of its neighbours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from services.ingest.imports import ImportedJob, read_jobs

MONTHLY = ["6千-8千", "1万-1.5万", "8000-12000元", "面议"]
AMBIGUOUS = "6万-10万"


def periods(tmp_path: Path, cells: list[str], header: str = "薪资") -> list[str | None]:
    path = tmp_path / "jobs.csv"
    path.write_text(f"岗位名称,招聘人数,{header}\n" + "".join(f"焊工,1,{cell}\n" for cell in cells), encoding="utf-8")
    found: list[dict[str, Any]] = [
        result.job
        for result in read_jobs(path, "jobs.csv", None, needs_enterprise=False)
        if isinstance(result, ImportedJob)
    ]
    assert len(found) == len(cells)
    return [job["salary"]["period"] if "salary" in job else None for job in found]


@pytest.mark.parametrize("place", [0, 2, 4])
def test_an_amount_between_monthly_ones_is_monthly(tmp_path: Path, place: int) -> None:
    """Wherever it stands: the rows below it count as well."""
    cells = [*MONTHLY[:place], AMBIGUOUS, *MONTHLY[place:]]
    assert periods(tmp_path, cells)[place] == "month"


def test_an_amount_between_yearly_ones_is_yearly(tmp_path: Path) -> None:
    """8万 alone would be for a month."""
    assert periods(tmp_path, ["10-15万/年", "20万/年", "8万"])[2] == "year"
    assert periods(tmp_path, ["8万"]) == ["month"]


def test_without_neighbours_the_amount_decides(tmp_path: Path) -> None:
    """As for a job that is alone; a tie says nothing either."""
    assert periods(tmp_path, [AMBIGUOUS]) == ["year"]
    assert periods(tmp_path, ["8000/月", AMBIGUOUS]) == ["month", "year"]


def test_neighbours_do_not_make_an_amount_absurd(tmp_path: Path) -> None:
    """20万 a month and 5,000 a year are too much and too little; what says its own period keeps it."""
    assert periods(tmp_path, [*MONTHLY, "20-30万", "10-15万/年"])[4:] == ["year", "year"]
    assert periods(tmp_path, ["15万/年", "20万/年", "5000"])[2] == "month"


def test_the_header_goes_before_the_neighbours(tmp_path: Path) -> None:
    """A column of yearly pay is yearly."""
    assert periods(tmp_path, ["8万", AMBIGUOUS], "年薪")[1] == "year"


def test_the_same_file_gives_the_same_answer(tmp_path: Path) -> None:
    """Also behind the rows that are looked at first."""
    cells = [*MONTHLY * 200, AMBIGUOUS]
    assert periods(tmp_path, cells) == periods(tmp_path, cells)
    assert periods(tmp_path, cells)[-1] == "month"
