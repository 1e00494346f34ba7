"""Rows as XML: each cell at its place, as a number or a text. A reader that is not ours tries them in test_files."""

from __future__ import annotations

import pytest

from services.fair.exports.sheets import TEXT_UNITS_MAX, row_of


def test_a_row_is_numbered_and_so_are_its_cells() -> None:
    """What is empty takes no place in the file; the twenty-seventh column is AA."""
    assert row_of(7, [1, None, -0.5]) == '<row r="7"><c r="A7"><v>1</v></c><c r="C7"><v>-0.5</v></c></row>'
    assert row_of(2, [*[None] * 26, 3]) == '<row r="2"><c r="AA2"><v>3</v></c></row>'


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("工程师", "<t>工程师</t>"),
        ("a < b & c > d", "<t>a &lt; b &amp; c &gt; d</t>"),
        (" spaced", '<t xml:space="preserve"> spaced</t>'),
        ("=1+1", "<t>'=1+1</t>"),
        ("a\r\nb\x01", "<t>a_x000D_\nb_x0001_</t>"),
        ("_x0041_", "<t>_x005F_x0041_</t>"),
        ("_x_", "<t>_x_</t>"),
    ],
)
def test_texts(text: str, written: str) -> None:
    """What XML has no place for is escaped as spreadsheets do it, and no text is a formula."""
    assert row_of(1, [text]) == f'<row r="1"><c r="A1" t="inlineStr"><is>{written}</is></c></row>'


@pytest.mark.parametrize(("text", "left"), [("x" * 40_000, TEXT_UNITS_MAX), ("😀" * 20_000, TEXT_UNITS_MAX // 2)])
def test_a_cell_holds_so_much(text: str, left: int) -> None:
    """In units of UTF-16; no character is cut in two."""
    assert row_of(1, [text]).count(text[0]) == left
