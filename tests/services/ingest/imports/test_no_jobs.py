"""Rows below the header that are no jobs."""

from __future__ import annotations

import pytest

from services.ingest.imports.headers import columns_of
from services.ingest.imports.no_jobs import HEADER, NOTE, TOTAL, no_job

NAMES = ["序号", "单位名称", "岗位名称", "招聘人数"]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (["合计", "", "", "8"], TOTAL),
        (["", "", "总 计：", "8"], TOTAL),
        (["", "西湖钢铁", "小计（人）", "8"], TOTAL),
        (["", "小計", "三个岗位", "8"], TOTAL),
        (["共计12个岗位", "", "", ""], TOTAL),
        (["Total", "", "", "8"], TOTAL),
        (["", "", "Grand Total", "8"], TOTAL),
        (["", "Total", "Chemist", "8"], ""),
        (["", "西湖钢铁", "总计量师", "8"], ""),
        (["", "合计科技有限公司", "会计", "8"], ""),
        (["1", "单位名称", "岗位", "人数"], HEADER),
        (["1", "西湖钢铁", "职位", "8"], ""),
        (["注：人数为预计"], NOTE),
        (["备注1:电话联系", "", "", ""], NOTE),
        (["（说明）：长期有效"], NOTE),
        (["Note: closed on Monday"], NOTE),
        (["", "西湖钢铁", "注塑工", "2"], ""),
        (["备注：急", "西湖钢铁", "焊工", "2"], ""),
        (["", "西湖钢铁", "焊工", "2"], ""),
        (["1"], ""),
    ],
)
def test_why_a_row_is_no_job(cells: list[str], reason: str) -> None:
    """Totals, repeated headers and notes, and jobs that look a little like them."""
    columns = columns_of(NAMES, {}, needs_enterprise=True)
    assert no_job(columns)(cells) == reason


def test_a_repeated_header_without_a_column_of_headcounts() -> None:
    """Where the map gives the headcount, the title's own name tells it."""
    columns = columns_of(["Role wanted"], {"title": "Role wanted", "headcount": "=1"}, needs_enterprise=False)
    assert [no_job(columns)([title]) for title in ("Role wanted", "Role")] == [HEADER, ""]
