"""The names of columns by field."""

from __future__ import annotations

import pytest

from services.ingest.imports.column_names import DOUBTFUL_NAMES, EXACT_NAMES, FAINT_NAMES, WEAK_NAMES
from services.ingest.imports.header_words import FAINT, FIELDS, WEAK, Meaning, meaning_of
from services.ingest.imports.headers import columns_of
from services.ingest.imports.words import bare

LISTS = (EXACT_NAMES, WEAK_NAMES, FAINT_NAMES, DOUBTFUL_NAMES)
ALL = [(field, word) for names in LISTS for field, words in names.items() for word in words.split()]


def test_no_name_means_two_fields() -> None:
    """Each name stands once, however it is written; every field has one."""
    names = [bare(word) for _, word in ALL]
    assert sorted({name for name in names if names.count(name) > 1}) == []
    assert set(EXACT_NAMES) == set(FIELDS)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        *[(name, "enterprise") for name in ("招录机关", "招考单位", "部门名称", "事业单位名称", "岗位所在单位")],
        *[(name, "title") for name in ("招考职位", "报考岗位", "缺工工种", "Posting Title", "职业名称")],
        *[
            (name, "headcount")
            for name in ("招考人数", "拟录用人数", "招聘计划", "# of Openings", "Total Vacancies", "Qty")
        ],
        *[(name, "degree") for name in ("需求学历", "报考学历", "学历及学位", "职位学历说明", "Minimum Qualification")],
        *[(name, "majors") for name in ("所学专业", "专业范围", "岗位专业要求", "学科专业")],
        *[(name, "salary") for name in ("Job Salary", "Hourly Rate", "月收入", "职位薪水", "工作待遇", "salaryDesc")],
        *[
            (name, "region")
            for name in ("City, State", "Duty station", "岗位所在地区", "就业城市", "jobArea", "单位地址")
        ],
        *[(name, "salary.period") for name in ("interval", "Pay Basis", "PW_UNIT_OF_PAY", "结算周期")],
        *[(name, "salary.currency") for name in ("Currency Code", "货币单位")],
        *[(name, "employment_type") for name in ("jobNature", "formatted_work_type", "聘用方式")],
        *[("min_amount", "salary.min"), ("max_amount", "salary.max"), ("岗位简介", "description"), ("Req ID", "code")],
    ],
)
def test_headers_of_boards_and_position_tables(header: str, field: str) -> None:
    """As civil service tables, fairs, boards and scraped sets name them."""
    meaning = meaning_of(header)
    assert meaning is not None
    assert meaning.field == field


@pytest.mark.parametrize(
    "header",
    [
        "报名人数",
        "应聘人数",
        "面试人数",
        "公司人数",
        "单位情况",
        "企业信息",
        "政治面貌",
        "岗位等级",
        "工作经验",
        "招聘对象",
        "Rating",
    ],
)
def test_headers_that_are_like_them(header: str) -> None:
    """Applicants are no headcount, and what an enterprise is like is not its name."""
    assert meaning_of(header) is None


def test_a_faint_name_yields_to_any_other() -> None:
    """The address of the enterprise is its job's place only where no column names that."""
    assert [meaning_of("单位地址"), meaning_of("地区")] == [Meaning("region", FAINT), Meaning("region", WEAK)]
    names = ["单位地址", "单位名称", "主管部门", "岗位名称", "招聘人数", "地区"]
    columns = columns_of(names, {}, needs_enterprise=True, sample=[["某路", "甲", "乙", "丙", "1", ""]])
    assert (columns["region"].header, columns["enterprise"].header) == ("地区", "单位名称")
    assert columns_of(names[:5], {}, needs_enterprise=True)["region"].header == "单位地址"
