"""The report's workbook."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta, timezone

from python_calamine import CalamineWorkbook

from services.fair.report.workbook import write_workbook
from tests.services.fair.report.reported import a_report


def test_it_has_a_sheet_for_each_part() -> None:
    """With every row, and numbers as numbers."""
    target = io.BytesIO()
    write_workbook(target, a_report(), "zh")
    target.seek(0)
    workbook = CalamineWorkbook.from_filelike(target)
    sheets = {name: workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names}
    assert list(sheets) == [
        *("合计", "按单位", "按行业", "按学生地区", "按学历", "单位缺额", "岗位缺额", "直播场次", "直播分钟明细"),
    ]
    assert [len(rows) for rows in sheets.values()][1:] == [27, 5, 8, 4, 27, 41, 4, 41]
    assert ["投递", 26_060.0] in [row[:2] for row in sheets["合计"]]
    assert [row[0] for row in sheets["按学历"]] == ["学历", "本科", "硕士", "博士"]
    assert sheets["直播场次"][1][-5:] == [9_340, 20_114, 61_007, 44, 31]
    assert sheets["直播分钟明细"][40][:4] == ["直播带岗 0", "2026-11-01T09:39:00Z", 39, 39]


def test_a_name_is_no_formula() -> None:
    """An enterprise's name that looks like a formula stays text."""
    target = io.BytesIO()
    write_workbook(target, a_report(), "en")
    target.seek(0)
    sheet = zipfile.ZipFile(target).read("xl/worksheets/sheet2.xml").decode()
    assert "'=Acme (Harbin)" in sheet
    assert "<f>" not in sheet


def test_times_are_those_of_the_fairs_zone() -> None:
    """Every time in every sheet has the offset of the fair."""
    report = a_report()
    own = timezone(timedelta(hours=8))
    report["fair"] |= {name: report["fair"][name].astimezone(own) for name in ("starts_at", "ends_at")}
    target = io.BytesIO()
    write_workbook(target, report, "en")
    target.seek(0)
    workbook = CalamineWorkbook.from_filelike(target)
    cells = [
        cell for name in workbook.sheet_names for row in workbook.get_sheet_by_name(name).to_python() for cell in row
    ]
    times = [cell for cell in cells if isinstance(cell, str) and cell.startswith("2026-11-01T")]
    assert len(times) > 40
    assert all(time.endswith("+08:00") for time in times)
    assert "2026-11-01T17:39:00+08:00" in times
