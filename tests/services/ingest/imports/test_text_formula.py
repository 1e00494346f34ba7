"""The formula by which a CSV file keeps digits as text."""

from __future__ import annotations

import pytest

from services.fair.report.files import kept
from services.ingest.imports.text_formula import text_in

CELLS = {
    '="330110000000000012"': "330110000000000012",
    '="0571"': "0571",
    '="a ""b"" c"': 'a "b" c',
    '=""': "",
    '="': '="',
    '="a" & "b"': '="a" & "b"',
    "=1+1": "=1+1",
    "0571": "0571",
    '"0571"': '"0571"',
}


@pytest.mark.parametrize("cell", CELLS)
def test_the_text_of_a_constant_formula(cell: str) -> None:
    """Only a formula that is one text in quotes stands for it; all other cells stay."""
    assert text_in(cell) == CELLS[cell]


@pytest.mark.parametrize("code", ["330110000000000012", "0571", "1E10", "A-7"])
def test_exported_codes_are_read_again(code: str) -> None:
    """What an export keeps as text is the same code for the import."""
    assert text_in(kept(code)) == code
