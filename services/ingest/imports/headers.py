"""Finds which column holds which field: by the words of the header, or by a map from the sender."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from services.ingest.imports.reading import UnfitMap, UnreadableFile
from services.ingest.imports.words import bare, plain

# A row's first problem is the first in this order.
FIELDS = (
    "enterprise",
    "title",
    "headcount",
    "region",
    "industry",
    "degree",
    "majors",
    "salary",
    "salary.min",
    "salary.max",
    "salary.period",
    "salary.currency",
    "employment_type",
    "description",
    "code",
)
HEADER_CHARS_READ = 200  # the name is read again with each row's pay, and must be short
REQUIRED = ("enterprise", "title", "headcount")

_WORDS = {
    "enterprise": (
        "单位名称 单位 企业名称 企业 公司名称 公司 用人单位 用人单位名称 招聘单位 招聘单位名称 招聘企业 company "
        "company-name employer employer-name organization organisation agency"
    ),
    "title": (
        "岗位名称 岗位 职位名称 职位 招聘岗位 招聘职位 岗位名 需求岗位 工作岗位 job-title job position-title "
        "position-name business-title"
    ),
    "headcount": (
        "招聘人数 需求人数 人数 招聘数量 岗位人数 计划招聘人数 拟招人数 需求数量 number-of-positions "
        "#-of-positions positions openings vacancies number-of-openings number-of-vacancies"
    ),
    "region": (
        "工作地点 工作城市 地区 工作地区 工作地 城市 工作区域 所在地区 所在地 地点 location work-location city "
        "job-location"
    ),
    "industry": "行业 所属行业 行业类别 所属行业类别 job-category sector",
    "degree": (
        "学历要求 学历 最低学历 学位要求 学历层次 education education-level degree-required required-degree "
        "minimum-degree"
    ),
    "majors": "专业要求 专业 所需专业 需求专业 招聘专业 相关专业 专业名称 major field-of-study fields-of-study",
    "salary": (
        "薪资 薪资待遇 月薪 年薪 工资 工资待遇 薪酬 薪酬待遇 待遇 薪资范围 薪酬范围 薪资水平 薪资标准 福利待遇 pay "
        "wage wages salary-range pay-range compensation"
    ),
    "salary.min": (
        "最低薪资 最低工资 最低月薪 最低年薪 薪资下限 月薪下限 起薪 薪资最低 min-salary minimum-salary salary-from "
        "salary-range-from pay-from"
    ),
    "salary.max": (
        "最高薪资 最高工资 最高月薪 最高年薪 薪资上限 月薪上限 薪资最高 max-salary maximum-salary salary-to "
        "salary-range-to pay-to"
    ),
    "salary.period": (
        "薪资周期 计薪周期 计薪方式 薪资单位 结算方式 pay-period salary-frequency pay-frequency salary-period"
    ),
    "salary.currency": "币种 货币 薪资币种 currency pay-currency",
    "employment_type": (
        "工作性质 岗位类型 职位类型 岗位性质 职位性质 用工形式 用工性质 用工类型 工作类型 job-type "
        "full-time/part-time full-time/part-time-indicator position-type"
    ),
    "description": (
        "岗位描述 职位描述 岗位职责 职位职责 工作职责 工作内容 职责描述 岗位说明 job-description responsibilities "
        "duties"
    ),
    "code": (
        "岗位编号 职位编号 岗位代码 职位代码 岗位编码 职位编码 job-id job-code job-number position-code requisition-id"
    ),
}
_FIELD_OF = {bare(word): field for field, words in _WORDS.items() for word in [field, *words.split()]}
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕")
_REMARKS = re.compile(r"^(必填|选填)|(必填|选填|必填项|选填项)$")
_CELL = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Column:
    """Where a field's text comes from. `header` is the column's name, which may hold a unit: `年薪(万元)`."""

    header: str
    read: Callable[[Sequence[str]], str]


def columns_of(header: Sequence[str], column_map: Mapping[str, str], *, needs_enterprise: bool) -> dict[str, Column]:
    """The source of each field that the file has and the import needs. Raises UnreadableFile with what to do.

    An enterprise imports its own jobs, so its import ignores a column of enterprises.
    """
    wanted = FIELDS if needs_enterprise else FIELDS[1:]
    columns = _mapped(header, column_map) | _recognised(header, set(wanted) - set(column_map))
    for field in (field for field in wanted if field in REQUIRED):
        if field not in columns:
            named = ", ".join(name for name in header if name)[:300]
            raise UnreadableFile(
                f"no column for {field} among the columns {named}; the first row must name the columns: "
                f"call it {field} or {_WORDS[field].split()[0]}, or send a map that says which column it is"
            )
    return {field: columns[field] for field in wanted if field in columns}


def _recognised(header: Sequence[str], wanted: set[str]) -> dict[str, Column]:
    columns: dict[str, Column] = {}
    for index, name in enumerate(header):
        field = _field(name)
        if field not in wanted:
            continue
        if field in columns:
            raise UnreadableFile(
                f'the columns "{columns[field].header}" and "{name}" both mean {field}; '
                f"send a map that says which one it is"
            )
        columns[field] = Column(name[:HEADER_CHARS_READ], itemgetter(index))
    return columns


def _field(name: str) -> str:
    """The field that a column's name means, or None. Text in brackets counts only where there is no other."""
    name = plain(name)
    for words in (_IN_BRACKETS.sub("", name), name):
        field = _FIELD_OF.get(_REMARKS.sub("", bare(words)))
        if field:
            return field
    return ""


def _mapped(header: Sequence[str], column_map: Mapping[str, str]) -> dict[str, Column]:
    columns = {}
    for field, source in column_map.items():
        if field not in FIELDS:
            raise UnfitMap(
                f'the map names a field "{field[:HEADER_CHARS_READ]}" that is not known; fields are {", ".join(FIELDS)}'
            )
        if source.startswith("="):
            columns[field] = _composed(header, source[1:])
        elif source:
            columns[field] = Column(source[:HEADER_CHARS_READ], itemgetter(_index(header, source)))
    return columns


def _composed(header: Sequence[str], template: str) -> Column:
    """A literal text of the map; columns in braces are replaced by their cells: `USD`, `{Job ID} {Posting Type}`."""
    parts = _CELL.split(template)
    words, cells = parts[::2], [_index(header, name) for name in parts[1::2]]

    def read(row: Sequence[str]) -> str:
        taken = [row[index] for index in cells]
        if cells and not any(taken):
            return ""
        return "".join(word + cell for word, cell in zip(words, [*taken, ""], strict=True)).strip()

    return Column("", read)


def _index(header: Sequence[str], name: str) -> int:
    wanted = name.strip()
    found = [index for index, column in enumerate(header) if column == wanted]
    found = found or [index for index, column in enumerate(header) if plain(column) == plain(wanted)]
    if not found:
        raise UnfitMap(f'the map names a column "{name[:HEADER_CHARS_READ]}" that the file does not have')
    if len(found) > 1:
        raise UnfitMap(
            f'the map names the column "{name[:HEADER_CHARS_READ]}", which the file has {len(found)} times; rename one'
        )
    return found[0]
