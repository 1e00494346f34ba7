"""Owns the Chinese and English names of columns: which field a name means, and how surely. It looks at no cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from services.ingest.imports.words import CHARACTERS_MAX, bare, plain

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

EXACT, WEAK, DOUBTFUL = range(3)
"""How surely a name means its field: a weak one yields to an exact one, a doubtful one counts where its cells agree."""

_WORDS = {
    "enterprise": (
        "单位名称 企业名称 公司名称 公司全称 企业全称 单位全称 公司名 企业名 单位名 用人单位 用人单位名称 "
        "招聘单位 招聘单位名称 招聘企业 招聘企业名称 招聘公司 招聘公司名称 参会单位 参会单位名称 参会企业 "
        "参会企业名称 参展单位 用工单位 用工单位名称 用工企业 用工企业名称 雇主 雇主名称 company-name "
        "company-full-name employer employer-name organization-name organisation-name hiring-company "
        "hiring-organization agency agency-name business-name"
    ),
    "title": (
        "岗位名称 岗位名 职位名称 职位名 招聘岗位 招聘岗位名称 招聘职位 招聘职位名称 需求岗位 需求岗位名称 "
        "需求职位 拟招岗位 拟招聘岗位 用工岗位 工作岗位 工作岗位名称 岗位职位名称 职务名称 job-title "
        "position-title position-name job-name business-title vacancy-title post-title role-title job-titles"
    ),
    "headcount": (
        "招聘人数 需求人数 招聘数量 岗位人数 招收人数 招募人数 招人数 拟招聘人数 计划招聘人数 拟招人数 需求数量 "
        "招聘名额 岗位招聘人数 职位招聘人数 用工人数 用工需求人数 岗位需求人数 招聘人员数量 岗位数量 岗位数 "
        "招聘计划数 缺工人数 人数需求 number-of-positions #-of-positions number-of-openings number-of-vacancies "
        "no-of-positions no-of-openings no-of-vacancies num-positions num-openings number-of-posts "
        "number-of-hires head-count vacancies openings"
    ),
    "region": (
        "工作地点 工作城市 工作地区 工作地 工作区域 工作所在地 上班地点 就业地点 用工地点 岗位所在地 岗位地点 "
        "职位地点 岗位工作地点 工作省市 工作地市 location work-location city job-location work-city job-city "
        "city-name work-place place-of-work"
    ),
    "industry": (
        "行业 所属行业 行业类别 所属行业类别 所在行业 行业类型 行业分类 行业名称 公司行业 企业行业 单位行业 sector"
    ),
    "degree": (
        "学历要求 最低学历 最低学历要求 学历学位要求 学历学位 学历及学位要求 学历需求 学历条件 学历层次要求 "
        "岗位学历要求 文化程度要求 education-level degree-required required-degree minimum-degree "
        "minimum-education education-required education-requirement education-requirements required-education "
        "level-of-education"
    ),
    "majors": (
        "专业要求 所需专业 需求专业 招聘专业 相关专业 专业需求 专业条件 所需专业名称 需求专业名称 对口专业 "
        "专业方向要求 专业及要求 field-of-study fields-of-study required-major majors-required"
    ),
    "salary": (
        "薪资 薪资待遇 月薪 年薪 工资 工资待遇 薪酬 薪酬待遇 薪资范围 薪酬范围 薪资水平 薪资标准 工资标准 "
        "工资范围 工资水平 薪酬标准 薪酬水平 薪资区间 薪酬区间 月薪范围 年薪范围 薪水 薪金 月工资 岗位薪资 "
        "职位薪资 职位月薪 薪资情况 税前月薪 税前年薪 综合薪资 综合月薪 pay wage wages salary-range pay-range "
        "compensation pay-rate rate-of-pay monthly-salary annual-salary remuneration salary-estimate salaries"
    ),
    "salary.min": (
        "最低薪资 最低工资 最低月薪 最低年薪 薪资下限 月薪下限 年薪下限 工资下限 薪酬下限 起薪 薪资最低 最低薪酬 "
        "薪酬最低 月薪最低 薪资起 min-salary minimum-salary salary-from salary-range-from pay-from pay-min "
        "min-pay minimum-pay lowest-salary salary-low salary-minimum"
    ),
    "salary.max": (
        "最高薪资 最高工资 最高月薪 最高年薪 薪资上限 月薪上限 年薪上限 工资上限 薪酬上限 薪资最高 最高薪酬 "
        "薪酬最高 月薪最高 薪资止 max-salary maximum-salary salary-to salary-range-to pay-to pay-max max-pay "
        "maximum-pay highest-salary salary-high salary-maximum"
    ),
    "salary.period": (
        "薪资周期 计薪周期 计薪方式 薪资单位 结算方式 薪资类型 pay-period salary-frequency pay-frequency "
        "salary-period salary-unit"
    ),
    "salary.currency": "币种 货币 薪资币种 currency pay-currency",
    "employment_type": (
        "工作性质 岗位性质 职位性质 用工形式 用工性质 用工类型 用工方式 工作类型 就业类型 全职兼职 job-type "
        "full-time/part-time full-time/part-time-indicator position-type work-type type-of-employment "
        "employment-status"
    ),
    "description": (
        "岗位描述 职位描述 岗位职责 职位职责 工作职责 工作内容 职责描述 岗位说明 职位说明 岗位介绍 职位介绍 "
        "岗位内容 工作描述 岗位职责描述 岗位职责及要求 岗位职责和要求 岗位详情 职位详情 job-description "
        "job-responsibilities responsibilities duties job-duties"
    ),
    "code": (
        "岗位编号 职位编号 岗位代码 职位代码 岗位编码 职位编码 岗位代号 职位代号 岗位ID 职位ID job-id job-code "
        "job-number position-code position-id requisition-id requisition-number vacancy-id posting-id "
        "job-reference job-ref"
    ),
}
"""The exact names of each field, beside the field itself."""

_WEAK = {
    "enterprise": "单位 企业 公司 公司简称 企业简称 单位简称 company organization organisation firm institution",
    "title": "岗位 职位 职务 工种 工种名称 工作名称 招聘工种 job position role vacancy post designation",
    "headcount": "人数 名额 数量 人员数量 计划数 计划人数 需求数 招聘需求 用工需求 positions hc",
    "region": (
        "地区 城市 所在地区 所在地 所在城市 城市名称 地点 地域 区域 省市 工作地址 上班地址 办公地点 岗位地址 地址 "
        "place address area job-location-address work-address"
    ),
    "industry": "岗位类别 职位类别 job-category industries category",
    "degree": "学历 学位 学位要求 学历层次 文化程度 教育程度 education qualification qualifications",
    "majors": "专业 专业名称 专业类别 专业方向 major specialization specialisation",
    "salary": "待遇 薪资福利 薪酬福利 工资福利 package ctc",
    "employment_type": "岗位类型 职位类型 工作方式 招聘类型 employment contract-type",
    "description": (
        "岗位要求 职位要求 任职要求 任职条件 任职资格 岗位信息 职位信息 岗位条件 招聘条件 招聘要求 职责 summary "
        "details requirements"
    ),
    "code": "requisition uniq-id job-no",
}
_DOUBTFUL = {"salary": "福利待遇 待遇福利"}
_LOW = frozenset(
    map(bare, ["最低", "下限", "起", "低", "从", "最小", "min", "minimum", "from", "low", "lowest", "lower"])
)
_HIGH = frozenset(
    map(bare, ["最高", "上限", "止", "高", "至", "到", "最大", "max", "maximum", "to", "high", "highest", "upper"])
)

_ENDS = [word for word in _LOW | _HIGH if len(word) > (2 if word.isascii() else 1)]

# The traditional characters of the words above, beside their simplified ones.
_SIMPLIFIED = str.maketrans(
    "單稱業職崗數學歷點區資標準圍編號類質責內說條額專處參會僱薪範細務務種額級條隸屬間層類態訊詳題應徵",
    "单称业职岗数学历点区资标准围编号类质责内说条额专处参会雇薪范细务务种额级条隶属间层类态讯详题应征",
)
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕")
_REMARKS = re.compile(r"^(必填|选填|\d{1,2}(?=\D))|(必填|选填|必填项|选填项)$")
_LATIN = re.compile("[a-z0-9]+")
_ALTERNATIVES = re.compile("[/、|或]")


@dataclass(frozen=True, slots=True)
class Meaning:
    """The field that a column's name means, and how surely."""

    field: str
    strength: int


def _meanings() -> Iterator[tuple[str, Meaning]]:
    for strength, listed in ((DOUBTFUL, _DOUBTFUL), (WEAK, _WEAK), (EXACT, _WORDS)):
        for field, words in listed.items():
            yield from ((bare(word), Meaning(field, strength)) for word in words.split())
    yield from ((bare(field), Meaning(field, EXACT)) for field in FIELDS)


_MEANINGS = dict(_meanings())


def example_of(field: str) -> str:
    """A usual name of a column of this field."""
    return _WORDS[field].split()[0]


def meaning_of(name: str) -> Meaning | None:
    """What a column's name means. A name of two lines may stand for two cells, a group and a column of it."""
    return _meaning(name[:CHARACTERS_MAX])


@lru_cache(maxsize=4096)
def _meaning(name: str) -> Meaning | None:
    group, line_break, column = name.partition("\n")
    if not line_break:
        return _meaning_of_words(name)
    return meaning_under(group, column) or _meaning_of_words(group)


def meaning_under(group: str, column: str) -> Meaning | None:
    """What a column's name means in a column of this group: `最低` under `薪资`, `名称` under `岗位`."""
    return (
        _meaning_of_words(f"{group}{column}")
        or _end_of_pay(group, column, _without_brackets(column))
        or _meaning_of_words(column)
    )


def _end_of_pay(pay: str, *ends: str) -> Meaning | None:
    """`薪资` over `最低` is the lower end of the pay, and so are `薪资（最低）` and `最低薪资标准`."""
    words = {bare(end) for end in ends}
    field = "salary.min" if words & _LOW else "salary.max" if words & _HIGH else ""
    meaning = _meaning_of_words(pay) if field else None
    return Meaning(field, meaning.strength) if meaning and meaning.field in ("salary", field) else None


def _without_brackets(name: str) -> str:
    return _IN_BRACKETS.sub("", plain(name))


def _meaning_of_words(name: str) -> Meaning | None:
    """The name is read without what stands in brackets, which counts only where there is no other text."""
    outside = _without_brackets(name)
    inside = [found[1:-1] for found in _IN_BRACKETS.findall(plain(name))]
    if inside and (end := _end_of_pay(outside, *inside)):
        return end
    for words in (outside, plain(name)):
        text = _REMARKS.sub("", bare(words)).translate(_SIMPLIFIED)
        found = _MEANINGS.get(text) or _in_two_languages(text) or _around_pay(text)
        if found:
            return found
    return _of_alternatives(outside)


def _around_pay(text: str) -> Meaning | None:
    """`薪酬范围下限`, `minimum salary range`: the word for an end stands before or behind a name of pay."""
    for end in _ENDS:
        rest = text[len(end) :] if text.startswith(end) else text[: -len(end)] if text.endswith(end) else ""
        meaning = _MEANINGS.get(rest)
        if meaning and meaning.field == "salary":
            return Meaning("salary.min" if end in _LOW else "salary.max", meaning.strength)
    return None


def _of_alternatives(name: str) -> Meaning | None:
    """`单位/企业名称`: each of the names means the same field."""
    parts = [part for part in _ALTERNATIVES.split(name) if part.strip()]
    found = [_MEANINGS.get(bare(part).translate(_SIMPLIFIED)) for part in parts]
    meanings = [meaning for meaning in found if meaning is not None]
    if not meanings or len(meanings) < len(parts) or len({meaning.field for meaning in meanings}) > 1:
        return None
    return min(meanings, key=lambda meaning: meaning.strength)


def _in_two_languages(text: str) -> Meaning | None:
    """`岗位名称 Job Title`: both halves must mean the same, since 公司ID is no company."""
    latin = "".join(_LATIN.findall(text))
    if not latin or latin == text:
        return None
    chinese, english = _MEANINGS.get(_LATIN.sub("", text)), _MEANINGS.get(latin)
    if chinese is None or english is None or chinese.field != english.field:
        return None
    return min(chinese, english, key=lambda meaning: meaning.strength)
