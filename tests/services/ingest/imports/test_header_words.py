"""What the names of columns mean."""

from __future__ import annotations

import pytest

from services.ingest.imports.header_words import (
    DOUBTFUL,
    EXACT,
    FIELDS,
    WEAK,
    Meaning,
    example_of,
    meaning_of,
    meaning_under,
)


@pytest.mark.parametrize(
    ("name", "field", "strength"),
    [
        ("岗位名称", "title", EXACT),
        ("岗位", "title", WEAK),
        ("1.岗位名称*", "title", EXACT),
        ("岗位名称\n（必填）", "title", EXACT),
        ("岗位名称 Job Title", "title", EXACT),
        ("岗位/职位名称", "title", EXACT),
        ("单位（企业）/公司", "enterprise", WEAK),
        ("薪资范围（最低）", "salary.min", EXACT),
        ("薪酬范围上限", "salary.max", EXACT),
        ("最低薪资标准(元/月)", "salary.min", EXACT),
        ("Minimum Salary Range", "salary.min", EXACT),
        ("Pay rate (to)", "salary.max", EXACT),
        ("待遇（起）", "salary.min", WEAK),
        ("公司/Company", "enterprise", WEAK),
        ("職位名稱", "title", EXACT),
        ("招聘人數（人）", "headcount", EXACT),
        ("學歷要求", "degree", EXACT),
        ("薪資待遇", "salary", EXACT),
        ("薪酬福利", "salary", WEAK),
        ("福利待遇", "salary", DOUBTFUL),
        ("jobtitle", "title", EXACT),
        ("numberofpositions", "headcount", EXACT),
        ("joblocation_address", "region", WEAK),
        ("payrate", "salary", EXACT),
        ("companyFullName", "enterprise", EXACT),
        ("工作地址", "region", WEAK),
        ("salary.currency", "salary.currency", EXACT),
    ],
)
def test_names_of_columns(name: str, field: str, strength: int) -> None:
    """In both languages, simplified and traditional, with numbers, marks and remarks around them."""
    assert meaning_of(name) == Meaning(field, strength)


@pytest.mark.parametrize(
    "name",
    [
        "福利",
        "学历/专业",
        "单位/部门",
        "范围（最低）",
        "a/b/c/d/e/岗位",
        "benefits",
        "公司ID",
        "企业logo",
        "职位URL",
        "公司规模",
        "公司人数",
        "序号",
        "备注",
        "联系人",
        "",
        "7",
        "最低",
    ],
)
def test_names_that_mean_no_field(name: str) -> None:
    """Benefits are no pay, a company's id and size are no company and no headcount."""
    assert meaning_of(name) is None


@pytest.mark.parametrize(
    ("group", "column", "field"),
    [
        ("薪资待遇（元/月）", "最低", "salary.min"),
        ("薪资", "上限（元）", "salary.max"),
        ("Salary", "From", "salary.min"),
        ("Pay range", "Max", "salary.max"),
        ("岗位", "名称", "title"),
        ("招录机关", "名称", "enterprise"),
        ("用人单位", "全称", "enterprise"),
        ("招聘", "人数", "headcount"),
        ("基本信息", "学历要求", "degree"),
    ],
)
def test_names_of_two_levels(group: str, column: str, field: str) -> None:
    """Both levels together, the end of a pay, or the lower level alone; two lines of one cell mean the same."""
    for meaning in (meaning_under(group, column), meaning_of(f"{group}\n{column}")):
        assert meaning is not None
        assert meaning.field == field
    assert meaning_under("学历", "最低") is None
    assert meaning_under("学历", "备注") is None


def test_every_field_has_a_name_of_its_own() -> None:
    """The example of each field means it surely, and so does the field's own name."""
    for field in FIELDS:
        assert meaning_of(example_of(field)) == meaning_of(field) == Meaning(field, EXACT)
