"""The Chinese and English words for a degree, an employment type, an enterprise's nature and a pay period.

An unknown word is rejected with a list of the known ones; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from plumbing.text import normalized

CHARACTERS_MAX = 1_000
"""Of a cell that holds a word, a number or a header; a word list has none as long."""


class Unfit(Exception):
    """A text that does not fit its field; the message is the reason for the sender.

    `field` is set where several columns were read and one of them is wrong.
    """

    def __init__(self, reason: str, field: str = "") -> None:
        super().__init__(reason)
        self.field = field


def _table(words: Mapping[str, str]) -> dict[str, str]:
    return {bare(word): ours for ours, listed in words.items() for word in [ours, *listed.split()]}


def plain(text: str) -> str:
    """The beginning of a cell in half-width characters and lower case."""
    return normalized(text, CHARACTERS_MAX).casefold()


def bare(text: str) -> str:
    """The text reduced for comparison: letters and digits, half-width, lower case."""
    return _bare(text[:CHARACTERS_MAX])  # the cache keeps no long texts


@lru_cache(maxsize=4096)
def _bare(text: str) -> str:
    return "".join(char for char in plain(text) if char.isalnum())


# From the lowest to the highest: "本科、硕士" asks for the lower one.
DEGREES = _table(
    {
        "any": (
            "不限 不限学历 学历不限 无 无要求 不要求 无学历要求 不作要求 均可 小学 初中 none no-requirement "
            "not-required no-degree unspecified"
        ),
        "secondary": (
            "中专 中职 高中 职高 技校 中技 中专中技 高中中专 中等专科 high-school high-school-diploma ged "
            "secondary-school secondary-education vocational"
        ),
        "associate": "大专 专科 高职 高专 高职高专 大学专科 高技 associates college diploma college-diploma",
        "bachelor": "本科 大学本科 本科生 学士 大学 bachelors undergraduate university ba bs bsc beng ba/bs",
        "master": "硕士 研究生 硕士研究生 硕士生 masters postgraduate graduate ma ms msc meng mba",
        "doctorate": "博士 博士研究生 博士生 博士后 doctor doctoral doctors phd",
    }
)
_DEGREE_ORDER = list(dict.fromkeys(DEGREES.values()))
_DEGREE_SPLIT = re.compile(r"[/、,;|]|\bor\b|或")
_DEGREE_ABOVE = re.compile(r"^(及?其?以上|above|higher|better|equivalent|experience)?$")
_DEGREE_BEFORE = re.compile(r"^(全日制|统招|普通高等教育|普通|国家?承认|至少|最低|minimum|atleast)+")
_DEGREE_AFTER = (
    *("学历", "学位", "毕业", "文凭", "要求", "及", "其", "以上"),
    *("orabove", "andabove", "orhigher", "andhigher", "degree", "required", "preferred"),
)

EMPLOYMENT_TYPES = _table(
    {
        "full_time": "全职 正式 正式工 正式员工 长期 全日制 f ft permanent regular",
        "part_time": "兼职 非全日制 小时工 钟点工 p pt temporary-part-time",
        "internship": "实习 实习生 实习岗 见习 就业见习 intern trainee i",
        "contract": "劳务派遣 派遣 劳务 合同 合同制 合同工 外包 临时 临时工 劳务外包 contractor temporary temp c",
    }
)

NATURES = _table(
    {
        "government": "机关 党政机关 政府 政府机关 国家机关 行政机关 公务员 public-administration",
        "public_institution": "事业单位 事业 公立医院 公办学校 institution",
        "state_owned": "国企 国有企业 央企 中央企业 国有 国有控股 国有独资 state-owned-enterprise soe",
        "private": "民营 民企 民营企业 私营 私企 私营企业 股份制 股份制企业 company private-company",
        "foreign": "外资 外企 外资企业 外商独资 合资 中外合资 中外合资企业 港澳台资 foreign-invested joint-venture",
        "social": "社会组织 社会团体 社团 民办非企业 基金会 ngo nonprofit non-profit",
    }
)

PERIODS = _table(
    {
        "hour": "小时 时 每小时 每时 一小时 时薪 时结 元/时 元/小时 hours hourly hr hrs h per-hour an-hour per-hr",
        "day": "天 日 每天 每日 一天 日薪 日结 元/天 元/日 days daily d per-day a-day per-diem",
        "week": "周 星期 每周 每星期 一周 周薪 周结 元/周 weeks weekly wk per-week a-week",
        "month": "月 个月 每月 每个月 一个月 月薪 月结 元/月 months monthly mo mth per-month a-month",
        "year": (
            "年 每年 一年 年薪 元/年 years yearly annual annually annum pa yr yrs per-year a-year per-annum per-yr"
        ),
    }
)


def _known(table: Mapping[str, str], text: str, what: str) -> str:
    found = table.get(bare(text))
    if found is None:
        raise refused(table, text, what)
    return found


def refused(table: Mapping[str, str], text: str, what: str) -> Unfit:
    accepted = ", ".join(dict.fromkeys(table.values()))
    return Unfit(f"{shown(text)} is no {what} that is known; accepted are {accepted} and the usual words for them")


def shown(text: str) -> str:
    """The text, shortened to be quoted in a reason."""
    return f'"{text[:60]}…"' if len(text) > 60 else f'"{text}"'


@lru_cache(maxsize=4096)
def degree(text: str) -> str:
    """The lowest degree that the text requires: "全日制本科及以上" is bachelor, "Master's or PhD" is master."""
    if bare(text) in DEGREES:
        return DEGREES[bare(text)]
    parts = [bare(part) for part in _DEGREE_SPLIT.split(plain(text))]
    asked = [
        part if part in DEGREES else _without_words_around(part) for part in parts if not _DEGREE_ABOVE.match(part)
    ]
    if not asked or any(part not in DEGREES for part in asked):
        raise refused(DEGREES, text, "degree")
    return min((DEGREES[part] for part in asked), key=_DEGREE_ORDER.index)


def _without_words_around(part: str) -> str:
    end = len(part)
    while word := next((word for word in _DEGREE_AFTER if part.endswith(word, 0, end)), None):
        end -= len(word)
    return _DEGREE_BEFORE.sub("", part[:end])


def employment_type(text: str) -> str:
    return _known(EMPLOYMENT_TYPES, text, "employment type")


def nature(text: str) -> str:
    return _known(NATURES, text, "nature of an enterprise")


def period(text: str) -> str:
    return _known(PERIODS, text, "pay period")
