"""The Chinese and English words for a degree, an employment type, an enterprise's nature and a pay period.

A text without a known word is refused with a list of the known ones; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from plumbing.simplified import simplified
from plumbing.text import normalized
from schemas.import_reasons import Reason

CHARACTERS_MAX = 1_000
"""Of a cell that holds a word, a number or a header; a word list has none as long."""


class Unfit(Exception):
    """A text that does not fit its field; the message is the reason for the sender.

    `field` is set where several columns were read and one of them is wrong. `kept` is what is read all the same.
    """

    def __init__(self, reason: Reason, field: str = "", kept: object = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field
        self.kept = kept


def _table(words: Mapping[str, str]) -> dict[str, str]:
    return {bare(word): ours for ours, listed in words.items() for word in [ours, *listed.split()]}


def _stems(words: Mapping[str, str]) -> dict[str, str]:
    """As `_table`, for words within a longer text."""
    return {word.replace("-", " "): ours for ours, listed in words.items() for word in listed.split()}


def plain(text: str) -> str:
    """The beginning of a cell in half-width and simplified characters and lower case."""
    return simplified(normalized(text, CHARACTERS_MAX).casefold())


def bare(text: str) -> str:
    """The text reduced for comparison: letters and digits, half-width, simplified, lower case."""
    return _bare(text[:CHARACTERS_MAX])  # the cache keeps no long texts


@lru_cache(maxsize=4096)
def _bare(text: str) -> str:
    return "".join(char for char in plain(text) if char.isalnum())


# From the lowest to the highest: "本科、硕士" asks for the lower one.
DEGREES = _table(
    {
        "any": (
            "不限 不限学历 学历不限 无 无要求 不要求 无学历要求 不作要求 不作限制 不限制 无限制 学历无要求 均可 小学 "
            "初中 none no-requirement no-requirements not-required no-degree no-degree-required "
            "unspecified no-formal-education"
        ),
        "secondary": (
            "中专 中职 高中 职高 技校 技工 中技 职校 中专中技 高中中专 中等专科 中等专业 high-school "
            "high-school-diploma high-school-graduate hs-diploma ged secondary-school "
            "secondary-education 普高 技工学校 技工院校 iti vocational 12th 10th a-levels gcse"
        ),
        "associate": (
            "大专 专科 高职 高专 高职高专 大学专科 高技 高级技工 技师 associates as aa aas college some-college "
            "diploma college-diploma advanced-diploma 高级工 技师学院 预备技师 高级技工学校"
        ),
        "bachelor": (
            "本科 大学本科 本科生 学士 大学 本硕 本硕博 bachelors undergraduate university ug ba bs bsc beng be "
            "btech bba bcom bca llb 一本 二本 三本 ba/bs bs/ba baccalaureate any-graduate 4-year-degree "
            "four-year-degree college-graduate"
        ),
        "master": (
            "硕士 研究生 硕士研究生 硕士生 硕博 masters postgraduate post-graduate any-postgraduate graduate "
            "graduate-degree pg ma ms msc meng mba mtech mca mcom mphil emba llm ms/ma"
        ),
        "doctorate": "博士 博士研究生 博士生 博士后 doctor doctoral doctors phd dphil md jd juris-doctor",
    }
)
_DEGREE_ORDER = list(dict.fromkeys(DEGREES.values()))
_DEGREE_SPLIT = re.compile(r"[/、,;|，；。+\n]|\bor\b|\band\b|或")
_DEGREE_BEFORE = re.compile(r"^(全日制|统招|普通高等教育|普通|国家?承认|至少|最低|minimum|atleast)+")
_DEGREE_AFTER = (
    *("学历", "学位", "毕业", "文凭", "要求", "及", "其", "以上"),
    *("orabove", "andabove", "orhigher", "andhigher", "degree", "required", "preferred", "pass"),
)
_DEGREE_STEMS = _stems(
    {
        "any": "初中 学历不限 不限学历 无学历要求",
        "secondary": "中等专科 中等专业 高级中学 中专 中职 高中 职高 技校 中技 high-school highschool ged",
        "associate": "大专 专科 高职 高专 associate diploma",
        "bachelor": "本科 专升本 本硕 学士 bachelor undergraduate b.tech btech",
        "master": "硕士研究生 硕博 硕士 研究生 master postgraduate mba",
        "doctorate": "博士研究生 博士后 博士 phd ph.d doctoral doctorate",
    }
)
_STEM_IN_TEXT = re.compile("|".join(f"(?<![a-z]){re.escape(stem)}" for stem in sorted(_DEGREE_STEMS, key=len)[::-1]))
_PREFERENCE = re.compile(r"优先|优秀|可放宽|加分|preferred|\bplus\b|desirable|nice to have")
_AT_MOST = re.compile(r"以下|or below|and below|or less")
_REMARK = re.compile(r"\([^()]{0,200}\)")

EMPLOYMENT_TYPES = _table(
    {
        "full_time": (
            "全职 正式 正式工 正式员工 长期 全日制 编制内 在编 事业编 事业编制 f ft permanent regular employee"
        ),
        "part_time": "兼职 非全日制 小时工 钟点工 p pt casual temporary-part-time",
        "internship": "实习 实习生 实习岗 见习 就业见习 intern trainee apprenticeship apprentice i",
        "contract": (
            "劳务派遣 派遣 劳务 合同 合同制 合同工 外包 临时 临时工 劳务外包 灵活用工 contractor temporary temp c "
            "编外 非编 编制外 聘用制 人事代理 fixed-term contract-to-hire freelance freelancer seasonal per-diem"
        ),
    }
)
_TYPE_STEMS = _stems(
    {
        "full_time": "全职 全日制 fulltime",
        "part_time": "兼职 非全日制 小时工 钟点工 parttime",
        "internship": "实习 见习 intern trainee",
        "contract": "派遣 外包 灵活用工",
    }
)
_WEAK_TYPE_STEMS = _stems(
    {
        "full_time": "正式 长期 permanent regular",
        "contract": "合同 临时 劳务 contract temp freelance seasonal",
    }
)
"""They count where no word says how long the day is: of "Full-Time, Permanent" and 合同制全职 it is the full time."""
_TYPE_IN_TEXT = re.compile("|".join(sorted(_TYPE_STEMS, key=len)[::-1]).replace("intern", "intern(?![ae])"))
_WEAK_TYPE_IN_TEXT = re.compile("|".join(sorted(_WEAK_TYPE_STEMS, key=len)[::-1]))

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
        "hour": (
            "小时 时 每小时 每时 一小时 按小时 时薪 时结 元/时 元/小时 hours hourly hr hrs h ph per-hour an-hour per-hr"
        ),
        "day": "天 日 每天 每日 一天 按天 按日 日薪 日结 元/天 元/日 days daily d pd per-day a-day per-diem",
        "week": "周 星期 每周 每星期 一周 周薪 周结 元/周 weeks weekly wk pw per-week a-week",
        "month": "月 个月 每月 每个月 一个月 按月 月薪 月结 元/月 months monthly mo mth pcm per-month a-month",
        "year": (
            "年 每年 一年 按年 年薪 元/年 years yearly annual annually annum pa yr yrs per-year a-year per-annum per-yr"
        ),
    }
)


def shown(text: str) -> str:
    """The text, shortened to be quoted in a reason."""
    return f"{text[:60]}…" if len(text) > 60 else text


@lru_cache(maxsize=4096)
def degree(text: str) -> str:
    """The lowest degree that the text requires: "全日制本科及以上" is bachelor, "Master's or PhD" is master.

    What is only preferred does not count beside what is required (本科及以上，硕士优先). A remark in brackets counts
    where nothing else does, and says more of 研究生（博士）. What may be at most (大专及以下) requires nothing.
    """
    if bare(text) in DEGREES:
        return DEGREES[bare(text)]
    written = plain(text)
    outside = _REMARK.sub("", written)
    asked = _asked(outside) or _asked(written)
    if not asked:
        raise Unfit(Reason("unknown_degree", text=shown(text)))
    if asked == ["master"] and "研究生" in outside and "硕士" not in outside and "博士" in written:
        return "doctorate"
    return min(asked, key=_DEGREE_ORDER.index)


def _asked(written: str) -> list[str]:
    parts = [part for part in _DEGREE_SPLIT.split(written) if part.strip()]
    required = [part for part in parts if not _PREFERENCE.search(part)]
    return [found for part in required for found in _degrees_in(part)] or [
        found for part in parts for found in _degrees_in(part)
    ]


def _degrees_in(part: str) -> list[str]:
    word = bare(part)
    known = DEGREES.get(word) or DEGREES.get(_without_words_around(word))
    found = [known] if known else [_DEGREE_STEMS[stem] for stem in _STEM_IN_TEXT.findall(part)]
    return ["any"] if found and _AT_MOST.search(part) else found


def _without_words_around(part: str) -> str:
    end = len(part)
    while word := next((word for word in _DEGREE_AFTER if part.endswith(word, 0, end)), None):
        end -= len(word)
    return _DEGREE_BEFORE.sub("", part[:end])


@lru_cache(maxsize=4096)
def employment_type(text: str) -> str:
    """The type that a text names; the first where it names several: 全职/兼职 is full_time."""
    written = bare(text)
    if written in EMPLOYMENT_TYPES:
        return EMPLOYMENT_TYPES[written]
    if found := _TYPE_IN_TEXT.search(written):
        return _TYPE_STEMS[found[0]]
    if found := _WEAK_TYPE_IN_TEXT.search(written):
        return _WEAK_TYPE_STEMS[found[0]]
    raise Unfit(Reason("unknown_employment_type", text=shown(text)))


def nature(text: str) -> str:
    found = NATURES.get(bare(text))
    if found is None:
        raise Unfit(Reason("unknown_nature", text=shown(text)))
    return found


def period(text: str) -> str:
    found = PERIODS.get(bare(text))
    if found is None:
        raise Unfit(Reason("unknown_period", text=shown(text)))
    return found
