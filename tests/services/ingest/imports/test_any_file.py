"""Files that nobody has thought of: made at random, they are read whole, and no good row is lost."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.ingest.imports import ImportedJob, RowProblem, UnreadableFile, read_jobs
from services.ingest.imports.read_spreadsheet import INVISIBLE
from tests.services.ingest.imports.boards import workbook

pytestmark = pytest.mark.long

ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
NAMES = {
    "title": ["岗位名称", "Job Title", "职位"],
    "headcount": ["招聘人数", "openings"],
    "region": ["工作地点", "location"],
    "salary": ["薪资", "pay"],
    "degree": ["学历要求", "education"],
    "": ["备注", "序号", "x", ""],
}
GOOD = {
    "title": ["焊工", "Welder", "会计"],
    "headcount": ["1", "20"],
    "region": ["杭州", "Bath"],
    "salary": ["面议", ""],
}
CELL = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    [
        "焊工",
        "3",
        "面议",
        "本科",
        '"',
        "\r\n",
        "合计",
        "注：",
        "岗位名称",
        "招聘人数",
        "1e400",
        "#REF!",
        "若干",
        "男2女1",
        "$5",
        "330106 西湖区",
        "['2人']",
        "=1+1",
        "_x000D_",
        "\x01",
    ]
)
JUNK = st.lists(CELL, max_size=8)


@dataclass(frozen=True)
class Table:
    """Rows of a file, and where its good jobs stand: the number of their row."""

    rows: list[list[str]]
    header: int
    good: list[int]


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A header in any order below some titles, and good jobs between rows of anything."""
    fields = draw(
        st.permutations(["title", "headcount", *draw(st.lists(st.sampled_from(list(NAMES)[2:]), max_size=5))])
    )
    rows = draw(st.lists(st.lists(st.sampled_from(["", "2026届招聘会", "填表日期"]), max_size=3), max_size=4))
    header = len(rows) + 1
    rows.append([draw(st.sampled_from(NAMES[field])) for field in fields])
    good = []
    for is_good in draw(st.lists(st.booleans(), max_size=12)):
        if is_good:
            rows.append([draw(st.sampled_from(GOOD.get(field, [""]))) for field in fields])
            good.append(len(rows))
        else:
            rows.append(draw(JUNK))
    return Table(rows, header, good)


def results(path: Path) -> list[ImportedJob | RowProblem]:
    return list(read_jobs(path, path.name, None, needs_enterprise=False))


def refused_or_read(path: Path) -> str | list[ImportedJob | RowProblem]:
    """The results, or the reason why there are none."""
    try:
        return results(path)
    except UnreadableFile as refused:
        return str(refused)


def check(found: list[ImportedJob | RowProblem], table: Table) -> None:
    filled = [
        number
        for number, row in enumerate(table.rows, 1)
        if number > table.header and any(cell.strip(INVISIBLE) for cell in row)
    ]
    assert [result.row for result in found] == filled
    read = {result.row: result for result in found if isinstance(result, ImportedJob)}
    assert set(table.good) <= set(read), [result for result in found if result.row in table.good]


@settings(deadline=None)
@given(tables(), st.sampled_from(ENCODINGS), st.sampled_from(",;\t"))
def test_any_text_file(tmp_path_factory: pytest.TempPathFactory, table: Table, encoding: str, separator: str) -> None:
    """Each row that holds anything has one result, and every good one is a job."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator, quoting=csv.QUOTE_ALL).writerows(table.rows)
    path = tmp_path_factory.mktemp("import") / "jobs.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    check(results(path), table)


@settings(deadline=None, max_examples=30)
@given(tables(), st.lists(st.tuples(st.integers(0, 3), st.integers(1, 9), st.integers(1, 3)), max_size=2))
def test_any_workbook(
    tmp_path_factory: pytest.TempPathFactory, table: Table, ranges: list[tuple[int, int, int]]
) -> None:
    """The same of a sheet, and cells that are merged anywhere below the header cost no good row."""
    path = tmp_path_factory.mktemp("import") / "jobs.xlsx"
    merged: list[str] = []
    for column, below, rows in ranges[:1]:
        first = table.header + below
        if first <= len(table.rows) and column < len(table.rows[first - 1]):
            merged.append(f"{chr(65 + column)}{first}:{chr(65 + column)}{first + rows}")
    check(results(workbook(path, {"jobs": table.rows}, merged={"jobs": merged})), _after_merging(table, merged))


def _after_merging(table: Table, merged: list[str]) -> Table:
    """The table without the cells that a merged range covers, and without the jobs that lose a cell to it."""
    rows, good = [list(row) for row in table.rows], set(table.good)
    for cells in merged:
        first, last = (int(end[1:]) for end in cells.split(":"))
        column = ord(cells[0]) - 65
        for number in range(first + 1, min(last, len(rows)) + 1):
            if column < len(rows[number - 1]):
                rows[number - 1][column] = ""
            good.discard(number)
        good.discard(first)
    return Table(rows, table.header, sorted(good))


@st.composite
def leveled(draw: st.DrawFn) -> Table:
    """A table whose header has two levels: pay over its ends, the rest over nothing; totals and a repeated header."""
    order = draw(st.permutations([("岗位名称", ""), ("招聘人数", ""), ("薪资", "最低"), ("", "最高"), ("学历", "")]))
    columns = list(order)
    columns.remove(("薪资", "最低"))
    columns[columns.index(("", "最高"))] = ("薪资", "最低")
    columns.insert(columns.index(("薪资", "最低")) + 1, ("", "最高"))
    cells = {
        "岗位名称": ["焊工"],
        "招聘人数": ["3"],
        "最低": ["6000", ""],
        "最高": ["9000", "面议"],
        "学历": ["本科", "#N/A"],
    }
    rows = [[group for group, _ in columns], [below for _, below in columns]]
    good = []
    for kind in draw(st.lists(st.sampled_from(["job", "total", "header", "junk"]), max_size=9)):
        if kind == "job":
            rows.append([draw(st.sampled_from(cells[below or group])) for group, below in columns])
            good.append(len(rows))
        elif kind == "junk":
            rows.append(draw(JUNK))
        else:
            rows.append(["合计", *[""] * 4] if kind == "total" else rows[0])
    return Table(rows, 2, good)


@settings(deadline=None)
@given(leveled(), st.sampled_from(ENCODINGS))
def test_any_header_of_two_levels(tmp_path_factory: pytest.TempPathFactory, table: Table, encoding: str) -> None:
    """Both ends of the pay are read where both cells hold an amount, and every row has one result."""
    text = io.StringIO()
    csv.writer(text).writerows(table.rows)
    path = tmp_path_factory.mktemp("import") / "jobs.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    found = results(path)
    check(found, table)
    names = [below or group for group, below in zip(*table.rows[:2], strict=True)]
    for result in found:
        if isinstance(result, ImportedJob) and result.row in table.good:
            row = dict(zip(names, table.rows[result.row - 1], strict=True))
            if (row["最低"], row["最高"]) == ("6000", "9000"):
                assert result.job["salary"] == {"min": 6000, "max": 9000, "period": "month", "currency": "CNY"}


@settings(deadline=None, max_examples=30)
@given(st.lists(tables(), min_size=1, max_size=4))
def test_any_workbook_of_several_sheets(tmp_path_factory: pytest.TempPathFactory, several: list[Table]) -> None:
    """Each sheet is read as if it were alone, and each row is named with its sheet."""
    path = tmp_path_factory.mktemp("import") / "jobs.xlsx"
    found = results(workbook(path, {f"s{at}": table.rows for at, table in enumerate(several)}))
    for at, table in enumerate(several):
        name = f"s{at}" if len(several) > 1 else ""
        check([result for result in found if result.sheet == name], table)


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """A file of anything is read or refused with a reason."""
    path = tmp_path_factory.mktemp("import") / "jobs.csv"
    path.write_bytes(b"title,headcount\nWelder,1\n" + content)
    assert refused_or_read(path)


@settings(deadline=None, max_examples=20)
@given(st.lists(st.tuples(st.integers(4, 100_000), st.integers(0, 255)), min_size=1, max_size=5))
def test_a_damaged_workbook(tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, int]]) -> None:
    """A workbook with changed bytes is read or refused with a reason."""
    path = workbook(tmp_path_factory.mktemp("import") / "jobs.xlsx", {"jobs": [["岗位", "人数"], ["焊工", 2]]})
    content = bytearray(path.read_bytes())
    for place, byte in changes:  # the size of the file varies a little with the time it was made
        content[4 + place % (len(content) - 4)] = byte
    path.write_bytes(content)
    found = refused_or_read(path)
    assert found != "", "a file is refused with a reason"
    assert isinstance(found, str) or all(one.row > 1 for one in found), "each result is a row below the header"
