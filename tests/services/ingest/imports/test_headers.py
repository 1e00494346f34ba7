"""Mapping columns to fields."""

from __future__ import annotations

import pytest

from services.ingest.imports.headers import check_required, columns_of
from services.ingest.imports.reading import UnreadableFile


def fields(*header: str, needs_enterprise: bool = False, **column_map: str) -> dict[str, str]:
    columns = columns_of(header, column_map, needs_enterprise=needs_enterprise)
    return {field: column.read(header) for field, column in columns.items()}


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("单位名称", "enterprise"),
        ("用人单位", "enterprise"),
        ("招聘单位名称（全称）", "enterprise"),
        ("学历要求", "degree"),
        ("专业要求", "majors"),
        ("所需专业", "majors"),
        ("工作地点", "region"),
        ("*所属行业", "industry"),
        ("薪资待遇（元/月）", "salary"),
        ("最低薪资", "salary.min"),
        ("Salary Range To", "salary.max"),
        ("salary.min", "salary.min"),
        ("Salary Frequency", "salary.period"),
        ("工作性质：", "employment_type"),
        ("Full-Time/Part-Time indicator", "employment_type"),
        ("岗位 职责", "description"),
        ("EMPLOYMENT_TYPE", "employment_type"),
        ("Ｃｏｄｅ", "code"),
    ],
)
def test_words_of_headers(name: str, field: str) -> None:
    """Case, spaces, full-width characters, punctuation and remarks in brackets do not matter."""
    needs_enterprise = field == "enterprise"
    assert fields("title", "headcount", name, needs_enterprise=needs_enterprise)[field] == name


@pytest.mark.parametrize(
    ("title", "headcount"),
    [
        ("岗位名称(必填)", "招聘人数 *"),
        ("职位名称", "需求人数"),
        ("招聘岗位必填", "人数"),
        ("Job Title", "# Of Positions"),
    ],
)
def test_title_and_headcount_are_found(title: str, headcount: str) -> None:
    """The two required columns."""
    assert fields("备注", title, headcount) == {"title": title, "headcount": headcount}


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        (("name", "headcount"), "no column for title among the columns name, headcount; .*岗位名称.* map"),
        (("岗位", "备注"), "no column for headcount"),
    ],
)
def test_a_header_that_does_not_do_is_refused(header: tuple[str, ...], reason: str) -> None:
    """The message names the columns and what to do."""
    with pytest.raises(UnreadableFile, match=reason):
        check_required(columns_of(header, {}, needs_enterprise=False), header, needs_enterprise=False)


@pytest.mark.parametrize(
    ("header", "sample", "column"),
    [
        (("岗位", "岗位名称"), [["x", ""], ["x", ""]], "岗位名称"),  # an exact name, however empty
        (("岗位名称", "职位名称"), [["", "x"], ["y", "z"]], "职位名称"),  # the fuller one
        (("职位名称", "岗位名称"), [["x", "y"]], "职位名称"),  # the first one
        (("岗位", "职位", "Title"), [], "Title"),
    ],
)
def test_the_better_of_two_columns_is_taken(header: tuple[str, ...], sample: list[list[str]], column: str) -> None:
    """An exact name before a weaker one, then the fuller column, then the first."""
    columns = columns_of(header, {"headcount": "=1"}, needs_enterprise=False, sample=sample)
    assert columns["title"].header == column


@pytest.mark.parametrize(
    ("names", "cells", "pay"),
    [
        (("福利待遇",), ("五险一金、双休",), ""),
        (("福利待遇",), ("6000-8000元/月",), "福利待遇"),
        (("福利待遇", "薪资待遇"), ("6000-8000元/月", ""), "薪资待遇"),
        (("待遇",), ("面议",), "待遇"),
        (("福利", "benefits"), ("6000-8000元/月", "6000"), ""),
    ],
)
def test_benefits_are_no_pay(names: tuple[str, ...], cells: tuple[str, ...], pay: str) -> None:
    """A column called 福利待遇 is one of pay where its cells are, and no other column is."""
    header = ["岗位", "人数", *names]
    columns = columns_of(header, {}, needs_enterprise=False, sample=[["x", "1", *cells]])
    assert (columns["salary"].header if "salary" in columns else "") == pay


def test_a_map_chooses_between_two_columns_of_one_name() -> None:
    """By letter or number; columns without a name and those named by numbers too."""
    columns = columns_of(
        ["0", "x", "x", ""], {"title": "C", "headcount": "2", "region": "D", "code": "0"}, needs_enterprise=False
    )
    read = {field: column.read(["a", "b", "c", "d"]) for field, column in columns.items()}
    assert read == {"title": "c", "headcount": "b", "region": "d", "code": "a"}
    assert columns["region"].shown == "D"


def test_an_organizer_must_name_the_enterprises() -> None:
    """An organizer's file needs them; an enterprise's file ignores them."""
    header = ("title", "headcount")
    columns = columns_of(header, {}, needs_enterprise=True)
    with pytest.raises(UnreadableFile, match="no column for enterprise"):
        check_required(columns, header, needs_enterprise=True)
    assert fields("title", "headcount", "单位", "公司") == {"title": "title", "headcount": "headcount"}


def test_a_map_goes_before_the_words() -> None:
    """It chooses between two columns, adds unknown ones, and removes a field with an empty value."""
    found = fields(
        "岗位名称",
        "职位名称",
        "人数",
        "备注",
        "编号",
        title="职位名称",
        description=" 备注 ",
        code="编号",
        headcount="人数",
    )
    assert found == {"title": "职位名称", "headcount": "人数", "description": "备注", "code": "编号"}
    assert fields("title", "headcount", "code", code="") == {"title": "title", "headcount": "headcount"}


def test_a_map_may_hold_text_of_its_own() -> None:
    """`=` starts a text with columns in braces; if all their cells are empty, so is the text."""
    column_map = {"salary.currency": "=USD", "code": "={Job ID}-{type}"}
    columns = columns_of(["title", "headcount", "job id", "type"], column_map, needs_enterprise=False)
    assert columns["salary.currency"].read(["Clerk", "1", "7", "External"]) == "USD"
    assert columns["code"].read(["Clerk", "1", "7", "External"]) == "7-External"
    assert columns["code"].read(["Clerk", "1", "", ""]) == ""


@pytest.mark.parametrize(
    ("column_map", "reason"),
    [
        ({"wage": "title"}, 'field "wage" that is not known; fields are enterprise, title'),
        ({"region": "place"}, 'column "place" that the file does not have'),
        ({"code": "={place}"}, 'column "place" that the file does not have'),
        ({"region": "x"}, 'column "x", which the file has 2 times; name one by its letter: C, D'),
    ],
)
def test_a_map_that_does_not_fit_is_refused(column_map: dict[str, str], reason: str) -> None:
    """Unknown fields, missing columns and duplicate columns are named."""
    with pytest.raises(UnreadableFile, match=reason):
        columns_of(["title", "headcount", "x", "x"], column_map, needs_enterprise=False)
