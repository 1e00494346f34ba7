"""Files as people make them: sheets, merged cells, headers of two levels, totals, notes, long numbers, line breaks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from services.ingest.imports import ImportedJob, Layout, RowProblem, SheetFound, UnreadableFile, read_jobs
from tests.services.ingest.imports.boards import Rows, workbook
from tests.services.ingest.imports.workbooks import cell, xls, xlsx

NAMES = ["单位名称", "岗位名称", "招聘人数", "学历要求", "工作地点"]
STEEL, CLINIC = "云栖精密机械有限公司", "湖滨药业有限公司"


def read(
    path: Path, column_map: dict[str, str] | None = None, *, enterprises: bool = True
) -> tuple[list[ImportedJob | RowProblem], Layout]:
    layout = Layout()
    return list(read_jobs(path, path.name, column_map, needs_enterprise=enterprises, layout=layout)), layout


def jobs(found: list[ImportedJob | RowProblem]) -> list[ImportedJob]:
    assert all(isinstance(result, ImportedJob) for result in found), found
    return [result for result in found if isinstance(result, ImportedJob)]


def problems(found: list[ImportedJob | RowProblem]) -> list[tuple[int, str, str]]:
    return [(bad.row, bad.field, bad.reason) for bad in found if isinstance(bad, RowProblem)]


def test_cells_that_are_merged_over_rows_hold_for_each(tmp_path: Path) -> None:
    """The enterprise and the place of three jobs; a row that is blank beside them is none."""
    rows: list[Sequence[Any]] = [
        NAMES,
        [STEEL, "操作工", 5, "大专", "杭州"],
        ["", "质检员", 2, "大专"],
        ["", "工程师", 1, "本科"],
        [],
    ]
    rows += [[CLINIC, "药剂师", 3, "本科", "宁波"]]
    merged = ["A2:A5", "E2:E4"]
    found, _ = read(workbook(tmp_path / "a.xlsx", {"jobs": rows}, merged={"jobs": merged}))
    told = [(job.row, job.enterprise, job.job["title"], job.job["region"]) for job in jobs(found)]
    assert told == [
        (2, STEEL, "操作工", "杭州"),
        (3, STEEL, "质检员", "杭州"),
        (4, STEEL, "工程师", "杭州"),
        (6, CLINIC, "药剂师", "宁波"),
    ]


def test_only_the_columns_and_rows_of_a_merged_range_have_its_value(tmp_path: Path) -> None:
    """Below the range an empty enterprise is empty, and a value of its own stays."""
    rows: Rows = [NAMES[:3], [STEEL, "a", 1], ["", "b", 1], ["", "c", 1], [CLINIC, "d", 1]]
    found, _ = read(workbook(tmp_path / "a.xlsx", {"jobs": rows}, merged={"jobs": ["A2:A3"]}))
    assert [getattr(result, "enterprise", None) for result in found] == [STEEL, STEEL, None, CLINIC]
    assert problems(found) == [(4, "enterprise", "it is empty")]


ABOVE: list[list[Any]] = [
    ["2026届毕业生秋季双选会岗位信息汇总表"],
    ["填表单位：（盖章）", "", "填表日期：", "2026年11月20日"],
    [],
    ["填表说明：", "请勿合并单元格", "人数填整数"],
]


@pytest.mark.parametrize("above", range(5))
def test_titles_may_stand_above_the_header(tmp_path: Path, above: int) -> None:
    """The header is the row whose words are known, in a workbook and in a text file; rows keep their numbers."""
    rows: list[list[Any]] = [*ABOVE[:above], [*NAMES], [STEEL, "操作工", 5, "大专", "杭州"]]
    merged = {"jobs": ["A1:E1"] if above else []}
    text = tmp_path / "a.csv"
    text.write_text("".join(",".join(map(str, row)) + "\n" for row in rows))
    for path in (workbook(tmp_path / "a.xlsx", {"jobs": rows}, merged=merged), text):
        found, layout = read(path)
        assert [(job.row, job.job["title"], job.job["headcount"]) for job in jobs(found)] == [(above + 2, "操作工", 5)]
        assert layout.columns["title"] == "岗位名称"


TWO_LEVELS: list[list[Any]] = [
    ["单位名称", "岗位名称", "招聘人数", "薪资待遇（元/月）", "", "学历要求"],
    ["", "", "", "最低", "最高", ""],
    [STEEL, "操作工", 5, 6000, 9000, "大专"],
    [CLINIC, "药剂师", 3, 8000, 12000, "本科"],
]
PAY = [{"min": low, "max": high, "period": "month", "currency": "CNY"} for low, high in ((6000, 9000), (8000, 12000))]


@pytest.mark.parametrize("merged", [[], ["A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:F2"]], ids=["plain", "merged"])
def test_a_header_of_two_levels(tmp_path: Path, merged: list[str]) -> None:
    """Pay over its ends, with merged cells and without."""
    found, layout = read(workbook(tmp_path / "a.xlsx", {"jobs": TWO_LEVELS}, merged={"jobs": merged}))
    assert [(job.row, job.job["salary"], job.job["degree"]) for job in jobs(found)] == [
        (3, PAY[0], "associate"),
        (4, PAY[1], "bachelor"),
    ]
    assert layout.columns["salary.max"] == "薪资待遇（元/月） 最高"


def test_a_header_of_groups(tmp_path: Path) -> None:
    """Groups over all columns: each column has its own name, and pay that of both; a map names a column by its own."""
    rows: Rows = [
        ["企业信息", "", "岗位信息", "", "", "薪资", ""],
        ["单位名称", "备注", "岗位名称", "人数", "学历", "下限", "上限"],
        [STEEL, "国企", "操作工", 5, "大专", 6000, 9000],
    ]
    path = workbook(tmp_path / "a.xlsx", {"jobs": rows})
    found, layout = read(path, {"description": "备注"})
    [job] = jobs(found)
    assert (job.enterprise, job.job["salary"], job.job["description"]) == (STEEL, PAY[0], "国企")
    assert (layout.columns["title"], layout.ignored) == ("岗位名称", [])


def test_a_row_of_data_is_no_second_level(tmp_path: Path) -> None:
    """A column without a name beside pay, above a job, belongs to nothing and is named."""
    rows: Rows = [["岗位名称", "招聘人数", "薪资", ""], ["操作工", 5, 6000, 9000], ["最低", 1, 6000, 9000]]
    found, layout = read(workbook(tmp_path / "a.xlsx", {"jobs": rows}), enterprises=False)
    assert [job.job["title"] for job in jobs(found)] == ["操作工", "最低"]
    assert layout.ignored == ["column D"]


def test_every_visible_sheet_with_a_known_header_is_read(tmp_path: Path) -> None:
    """Each job of ten sheets, whose columns may differ; hidden sheets and those of something else are named."""
    sheets: dict[str, Rows] = {
        "填写说明": [["一、请按模板填写"], ["二、人数", "填整数"]],
        "字典": [NAMES, [STEEL, "旧", 1]],
    }
    for number in range(9):
        names = NAMES if number % 2 else ["序号", *reversed(NAMES)]
        values = [f"{STEEL}{number}", f"岗位{number}", number + 1, "本科", "杭州"]
        sheets[f"第{number}组"] = [names, values if number % 2 else [number, *reversed(values)]]
    found, layout = read(workbook(tmp_path / "a.xlsx", sheets, hidden=["字典"]))
    assert [(job.sheet, job.row, job.job["title"], job.job["headcount"]) for job in jobs(found)] == [
        (f"第{number}组", 2, f"岗位{number}", number + 1) for number in range(9)
    ]
    assert layout.sheets[:2] == [SheetFound("填写说明", False), SheetFound("字典", False)]
    assert layout.unread == {"填写说明": "no_header", "字典": "hidden"}
    assert all(sheet.read for sheet in layout.sheets[2:])
    assert layout.ignored == ["序号"]


def test_why_a_sheet_is_not_read(tmp_path: Path) -> None:
    """One is blank, and one has another header than the first sheet, for which a map of letters was made."""
    sheets: dict[str, Rows] = {"one": [["a", "b"], ["操作工", 1]], "blank": [[]], "other": [["c", "d"], ["x", 1]]}
    path = workbook(tmp_path / "a.xlsx", sheets)
    layout = Layout()
    list(read_jobs(path, path.name, {"title": "A", "headcount": "B"}, needs_enterprise=False, layout=layout))
    assert layout.unread == {"blank": "blank", "other": "other_header"}


def test_a_problem_names_its_sheet(tmp_path: Path) -> None:
    """Row 3 of the second sheet; where a workbook has one sheet its name would say nothing."""
    bad: Rows = [["岗位名称", "招聘人数"], ["操作工", 1], ["质检员", "许多"]]
    found, _ = read(workbook(tmp_path / "a.xlsx", {"one": bad[:2], "two": bad}), enterprises=False)
    assert [(one.sheet, one.row) for one in found if isinstance(one, RowProblem)] == [("two", 3)]
    found, _ = read(workbook(tmp_path / "b.xlsx", {"one": bad}), enterprises=False)
    assert [one.sheet for one in found] == ["", ""]


def test_a_workbook_without_a_known_header_is_refused(tmp_path: Path) -> None:
    """With the reason of its first visible sheet that is not blank."""
    path = workbook(tmp_path / "a.xlsx", {"blank": [], "one": [["颜色", "尺寸"], ["红", 2]], "two": [["a"]]})
    with pytest.raises(UnreadableFile, match="no column for title among the columns 颜色, 尺寸"):
        read(path, enterprises=False)


def test_a_map_of_letters_holds_for_sheets_like_the_first(tmp_path: Path) -> None:
    """Columns named 0 to 3 are mapped by letter; a sheet with another first row is not read."""
    rows: Rows = [["0", "1", "2", "3"], ["x", "操作工", 5, "杭州"]]
    path = workbook(tmp_path / "a.xlsx", {"one": rows, "notes": [["some", "words"], ["a", "b"]], "two": rows})
    found, layout = read(path, {"title": "B", "headcount": "C", "region": "3"}, enterprises=False)
    assert [(job.sheet, job.job) for job in jobs(found)] == [
        (name, {"title": "操作工", "headcount": 5, "region": "杭州"}) for name in ("one", "two")
    ]
    assert [sheet.read for sheet in layout.sheets] == [True, False, True]


def test_rows_that_are_no_jobs_are_rejected_with_the_reason(tmp_path: Path) -> None:
    """A total, a repeated header, notes: none of them is a job, and each is counted."""
    rows: Rows = [
        ["岗位名称", "招聘人数", "学历要求"],
        ["操作工", 5, "大专"],
        ["小计", 5],
        ["岗位名称", "招聘人数", "学历要求"],
        ["工程师", 1, "本科"],
        ["合计：", 6],
        ["注：以上岗位长期有效"],
        ["备注:", "", "联系人王先生"],
    ]
    found, _ = read(workbook(tmp_path / "a.xlsx", {"jobs": rows}), enterprises=False)
    assert problems(found) == [
        (3, "row", "it is a total of the rows above, not a job"),
        (4, "row", "it repeats the header"),
        (6, "row", "it is a total of the rows above, not a job"),
        (7, "row", "it is a note, not a job"),
        (8, "row", "it is a note, not a job"),
    ]
    assert [result.row for result in found if isinstance(result, ImportedJob)] == [2, 5]


def test_long_numbers_keep_their_digits(tmp_path: Path) -> None:
    """Four codes of 18 digits that a spreadsheet would round to one number."""
    codes = [f"33010020260001000{number}" for number in range(1, 5)]
    lines = "".join(
        f'<row r="{row}"><c r="A{row}"><v>{code}</v></c>{cell(f"B{row}", "焊工")}{cell(f"C{row}", 1)}</row>'
        for row, code in enumerate(codes, 2)
    )
    found, _ = read(xlsx(tmp_path / "a.xlsx", [["岗位编号", "岗位名称", "招聘人数"]], more=lines), enterprises=False)
    assert [job.job["code"] for job in jobs(found)] == codes


def test_a_number_that_has_lost_digits_rejects_its_row(tmp_path: Path) -> None:
    """Where the file, XLSX or XLS, holds no more than 17 digits; in a column that is not used it does no harm."""
    rows: list[list[str | float]] = [["岗位编号", "岗位名称", "招聘人数"], [330100202600010001.0, "焊工", 1.0]]
    for path in (workbook(tmp_path / "a.xlsx", {"jobs": rows}), xls(tmp_path / "a.xls", rows)):
        found, _ = read(path, enterprises=False)
        assert [(row, field) for row, field, _ in problems(found)] == [(2, "code")]
        assert "format column A as text" in problems(found)[0][2]
        assert len(jobs(read(path, {"code": ""}, enterprises=False)[0])) == 1


def test_a_line_break_in_a_field_of_one_line_is_layout(tmp_path: Path) -> None:
    """In the enterprise, the title and the place; a description keeps its lines."""
    rows: Rows = [[*NAMES[:3], "工作地点", "岗位职责"], ["云栖\n机械", "Sales\r\n Manager", 1, "杭州\n西湖", "一\n二"]]
    [job] = jobs(read(workbook(tmp_path / "a.xlsx", {"jobs": rows}))[0])
    assert (job.enterprise, job.job["title"], job.job["region"]) == ("云栖机械", "Sales Manager", "杭州西湖")
    assert job.job["description"].splitlines() == ["一", "二"]


def test_a_sheet_of_300_columns(tmp_path: Path) -> None:
    """Its columns are found wherever they stand; each other one is named."""
    names = [f"列{number}" for number in range(300)]
    names[7], names[131], names[299] = "岗位名称", "招聘人数", "工作地点"
    values = [f"v{number}" for number in range(300)]
    values[7], values[131], values[299] = "焊工", "2", "杭州"
    found, layout = read(workbook(tmp_path / "a.xlsx", {"jobs": [names, values]}), enterprises=False)
    assert jobs(found)[0].job == {"title": "焊工", "headcount": 2, "region": "杭州"}
    assert len(layout.ignored) == 297


def test_cells_beside_the_header_of_a_sheet_are_columns_without_a_name(tmp_path: Path) -> None:
    """A remark behind the last named column costs no row, unlike a surplus cell of a text file."""
    rows: Rows = [["岗位名称", "招聘人数"], ["焊工", 2, "", "急招"], ["护士", 3]]
    found, layout = read(workbook(tmp_path / "a.xlsx", {"jobs": rows}), enterprises=False)
    assert (len(jobs(found)), layout.ignored) == (2, ["column D"])
