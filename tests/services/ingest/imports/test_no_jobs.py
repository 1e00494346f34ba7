"""Rows below the header that are no jobs."""

from __future__ import annotations

import pytest

from services.ingest.imports.headers import columns_of
from services.ingest.imports.no_jobs import no_job

NAMES = ["序号", "单位名称", "岗位名称", "招聘人数"]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (["合计", "", "", "8"], "total"),
        (["", "", "总 计：", "8"], "total"),
        (["", "西湖钢铁", "小计（人）", "8"], "total"),
        (["", "小計", "三个岗位", "8"], "total"),
        (["共计12个岗位", "", "", ""], "total"),
        (["Total", "", "", "8"], "total"),
        (["", "", "Grand Total", "8"], "total"),
        (["", "Total", "Chemist", "8"], None),
        (["", "西湖钢铁", "总计量师", "8"], None),
        (["", "合计科技有限公司", "会计", "8"], None),
        (["1", "单位名称", "岗位", "人数"], "repeated_header"),
        (["1", "西湖钢铁", "职位", "8"], None),
        (["注：人数为预计"], "note"),
        (["备注1:电话联系", "", "", ""], "note"),
        (["（说明）：长期有效"], "note"),
        (["Note: closed on Monday"], "note"),
        (["", "西湖钢铁", "注塑工", "2"], None),
        (["备注：急", "西湖钢铁", "焊工", "2"], None),
        (["", "西湖钢铁", "焊工", "2"], None),
        (["1"], None),
    ],
)
def test_why_a_row_is_no_job(cells: list[str], code: str | None) -> None:
    """Totals, repeated headers and notes, and jobs that look a little like them."""
    columns = columns_of(NAMES, {}, needs_enterprise=True)
    reason = no_job(columns)(cells)
    assert (reason and reason.code) == code


def test_a_repeated_header_without_a_column_of_headcounts() -> None:
    """Where the map gives the headcount, the title's own name tells it."""
    columns = columns_of(["Role wanted"], {"title": "Role wanted", "headcount": "=1"}, needs_enterprise=False)
    assert [getattr(no_job(columns)([title]), "code", None) for title in ("Role wanted", "Role")] == [
        "repeated_header",
        None,
    ]
