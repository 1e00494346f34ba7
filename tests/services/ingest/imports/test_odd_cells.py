"""Cells that programs and spreadsheets leave behind: ratings, failed formulas, days in the wrong column."""

from __future__ import annotations

import pytest

from services.ingest.imports.rows import ImportedJob, RowProblem
from tests.services.ingest.imports.test_rows import job, read


def good(**changes: str) -> ImportedJob:
    found = read(**changes)
    assert isinstance(found, ImportedJob), found
    return found


def test_a_rating_below_the_name_is_not_of_it() -> None:
    """As boards write it; a number in the name stays."""
    assert good(enterprise="Acme\n3.8").enterprise == "Acme"
    assert good(enterprise="Studio 3.8").enterprise == "Studio 3.8"


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?"])
def test_a_failed_formula_is_empty(error: str) -> None:
    """As a spreadsheet saves it to CSV: no title, and no place."""
    assert "region" not in job(region=error)
    assert isinstance(read(title=error), RowProblem)


def test_a_day_is_no_place() -> None:
    """It is left out with a warning; a code that a program wrote as a decimal is one."""
    found = good(region="2026-05-01")
    assert "region" not in found.job
    assert [warning.field for warning in found.warnings] == ["region"]
    assert job(region="330100.0")["region"] == "杭州市"
