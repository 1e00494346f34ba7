"""The header among the first rows."""

from __future__ import annotations

import pytest

from services.ingest.imports.header_row import Header, header_of, with_index
from services.ingest.imports.reading import Row, UnreadableFile


def found(*rows: list[str], needs_enterprise: bool = False, **column_map: str) -> Header:
    return header_of(
        [Row(number, cells) for number, cells in enumerate(rows, 1)], column_map, needs_enterprise=needs_enterprise
    )


def test_the_row_with_the_most_known_names_is_the_header() -> None:
    """A line above may hold known words too; of two alike the first is taken."""
    rows = (
        ["单位：", "西湖钢铁", "岗位", "2 个"],
        ["岗位名称", "人数", "学历"],
        ["焊工", "2", "本科"],
        ["岗位名称", "人数", "学历"],
    )
    assert found(*rows) == Header(rows[1], 2, True)


def test_a_row_without_a_required_column_is_none() -> None:
    """An organizer's header names the enterprises; without one, the first likely row is taken as unknown."""
    assert found(["岗位", "人数"], ["x", "1"], needs_enterprise=True) == Header(["岗位", "人数"], 1, False)
    assert found(["岗位", "人数"], ["x", "1"], needs_enterprise=True, enterprise="=Me").is_known


def test_the_names_of_a_map_are_known() -> None:
    """Also below a line with many cells; one known word alone makes no header where the map has letters."""
    assert found(["of", "all", "kinds"], ["what we seek"], title="what we seek", headcount="=1").end == 2
    assert found(["x", "y"], ["行业", "z"], title="B", headcount="=1") == Header(["x", "y"], 1, False)


def test_a_header_of_two_levels_says_more_than_each_of_its_rows() -> None:
    """Otherwise one row is the header, and the other stands above it or is data."""
    two = found(["岗位", "人数", "薪资", ""], ["", "", "最低", "最高"], ["焊工", "1", "5000", "6000"])
    assert two == Header(["岗位", "人数", "薪资\n最低", "薪资\n最高"], 2, True)
    assert found(["岗位信息", ""], ["岗位名称", "人数"], ["焊工", "1"]) == Header(["岗位名称", "人数"], 2, True)
    assert found(["岗位名称", "人数", "薪资", ""], ["焊工", "1", "最低", "最高"]).end == 1


def test_rows_that_begin_with_their_number_have_a_column_without_a_name() -> None:
    """Only where every row has one cell more than the header, and the numbers ascend by one."""
    names = ["title", "headcount"]
    assert with_index(names, [["7", "a", "1"], ["8", "b", "1"]]) == ["", *names]
    for rows in (
        [["7", "a", "1"], ["9", "b", "1"]],
        [["7", "a", "1"], ["8", "b"]],
        [["x", "a", "1"]],
        [["1", "a", "1"]],
        [],
    ):
        assert with_index(names, rows) == names


def test_a_damaged_row_is_no_header() -> None:
    """It is passed over above a known header, and named where none is known."""
    header = Row(2, ["岗位名称", "人数"])
    assert header_of([Row(1, [], "it is damaged"), header], {}, needs_enterprise=False).end == 2
    with pytest.raises(UnreadableFile, match="row 1 should name the columns, but it is damaged"):
        header_of([Row(1, [], "it is damaged"), Row(2, ["a", "b"])], {}, needs_enterprise=False)
    with pytest.raises(UnreadableFile, match="rows are blank"):
        header_of([], {}, needs_enterprise=False)
