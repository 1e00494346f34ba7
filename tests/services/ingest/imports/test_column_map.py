"""Columns that a map names."""

from __future__ import annotations

import pytest

from services.ingest.imports.column_map import column_named, columns_with_name, letters_of, names_in, one_line, parts_of
from services.ingest.imports.reading import UnfitMap


def test_letters_are_those_of_a_spreadsheet() -> None:
    """A to Z, then AA."""
    assert [letters_of(column) for column in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("岗位", 0),
        ("  岗位 ", 0),
        ("薪资（元）", 1),  # differs in width only
        ("pay range", 2),
        ("B", 3),  # a header is looked for first
        ("A", 0),
        ("D", 3),
        ("2", 4),
        ("3", 2),
        ("AA", 26),
        ("27", 26),
        ("最低", 5),
        ("薪资 最低", 5),
    ],
)
def test_a_column_is_named_by_header_then_letter_then_number(name: str, column: int) -> None:
    """A header that reads B or 2 is that column; numbers count from 1."""
    header = ["岗位", "薪资(元)", "Pay\nRange", "B", "2", "薪资\n最低", *[""] * 21]
    assert column_named(header, name) == column


@pytest.mark.parametrize("name", ["place", "Z", "0", "27", "b", "x"])
def test_a_column_that_is_not_there_is_refused(name: str) -> None:
    """Nor is one whose name stands twice: the letters of both are told."""
    with pytest.raises(UnfitMap, match=r"does not have|2 times; name one by its letter: B, C"):
        column_named(["title", "x", "x"], name)


def test_parts_of_a_text() -> None:
    """The columns in braces, and those of the whole map."""
    assert parts_of("={Job ID}-{type}") == (["", "-", ""], ["Job ID", "type"])
    assert parts_of("=USD") == (["USD"], [])
    assert list(names_in({"code": "={a} {b}", "title": "c", "region": "", "headcount": "=1"})) == ["a", "b", "c"]


def test_names_of_columns_are_compared_plainly() -> None:
    """Every column of a name is found; blanks and line breaks are one blank."""
    assert columns_with_name(["Job  Title", "job title", ""], "JOB TITLE") == [0, 1]
    assert one_line(" a \n\n b\u3000c ") == "a b c"
