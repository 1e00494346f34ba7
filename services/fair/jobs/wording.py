"""How excluding words of an ad are found: what a wording is, and which context around a match cancels it.

The words themselves are data: Chinese in `chinese_wordings.py`, English in `english_wordings.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

INFORMATION = "人力资源市场暂行条例:单位基本情况、招聘人数、招聘条件、工作内容、工作地点"
PAY = "人力资源市场暂行条例:基本劳动报酬"
EMPLOYMENT = "网络招聘服务管理规定:用工类型"
RULES = {
    "gender": "妇女权益保障法第四十三条",
    "marriage": "妇女权益保障法第四十三条",
    "age": "就业促进法第三条",
    "ethnicity": "就业促进法第三条",
    "religion": "就业促进法第三条",
    "household": "就业促进法第三十一条、网络招聘服务管理规定",
    "health": "就业促进法第三十条",
}
"""The law that each ground refers to."""

CLAUSE_CHARACTERS, BEFORE_CHARACTERS = 260, 60
AFTER_CHARACTERS = 24

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_TRADITIONAL = str.maketrans(
    "歲齡優戶漢滿過應無內錄僅請納須試應聘擇懷婦結種", "岁龄优户汉满过应无内录仅请纳须试应聘择怀妇结种"
)
ONE_FOR_ONE = _FULL_WIDTH | _TRADITIONAL | str.maketrans("‐‑‒–—―~～〜", "---------") | {0x2019: "'"}

_NO_WORD = re.compile(r"[\W_]+")

# These negate a phrase if they come before it in the same clause; the next ones if they come after it.
DENIED_BEFORE = re.compile(
    r"(?:不得|禁止|严禁|不会|并非|不设|不作|不以|反对|杜绝|不因|无论|不论|不管|无关|是否)[^,。.;!?、\n]{0,6}$"
    r"|\b(?:regardless|irrespective|without regard|discriminat\w+|equal opportunit\w+|whether)\b[^.;!?\n]{0,250}$"
    r"|\b(?:not|never|neither|nor|don't|doesn't|isn't)\b(?: \w+){0,3} ?$",
    re.IGNORECASE,
)
DENIED_AFTER = re.compile(
    r"^(?:者|人士|的)?(?:[,、/或和与及]?(?:未婚|已婚|女性?|男性?|外地|外省|城镇|农村)(?:户口|"
    r"户籍)?)?(?:都|均|皆|亦|也)?(?:可|行|不限|不作要求|不做要求|无要求|没有要求|没要求)"
    r"|^ (?:is|are) (?:not|n't|also|equally|both)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Wording:
    """A pattern for one ground. `hints`: without one of them in the text (`hinted`) there is no match; a quick check.

    A match is cancelled if `not_after` matches the end of the text before it, or `not_before` the start of the text
    after it. `field` limits the wording to one field; `since` and `until` are log times.

    A pattern must take time linear in the length of any text: each instance that decides an ad runs it, and cannot
    interrupt it.
    """

    kind: str
    hints: tuple[str, ...]
    pattern: re.Pattern[str]
    not_after: re.Pattern[str] | None = None
    not_before: re.Pattern[str] | None = None
    field: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    @property
    def rule(self) -> str:
        return RULES[self.kind]

    def holds(self, field: str, now: datetime) -> bool:
        is_in_force = (self.since is None or now >= self.since) and (self.until is None or now < self.until)
        return is_in_force and self.field in (None, field)

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """The phrases that the pattern finds: its group if that took part in the match, else the whole match."""
        return (match.span(match.lastindex or 0) for match in self.pattern.finditer(text))


def plain(text: str) -> str:
    """The text with full-width signs, dashes and some traditional characters replaced by plain ones, one for one."""
    return text.translate(ONE_FOR_ONE)


def hinted(text: str) -> str:
    """The plain text for the hint check: lower case, one space before and after every word, nothing else."""
    return f" {_NO_WORD.sub(' ', text.lower())} "


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """The context of a match, before and after it: on nothing else depends whether the match applies."""
    return text[max(0, start - CLAUSE_CHARACTERS) : start], text[end : end + AFTER_CHARACTERS]


def denied(wording: Wording, before: str, after: str) -> bool:
    """Whether the context of a match negates it or changes its meaning."""
    if DENIED_BEFORE.search(before) or DENIED_AFTER.search(after):
        return True
    if wording.not_after is not None and wording.not_after.search(before[-BEFORE_CHARACTERS:]):
        return True
    return wording.not_before is not None and wording.not_before.match(after) is not None


def pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE | re.MULTILINE)


def near(text: str) -> re.Pattern[str]:
    """A pattern for the context of a match; `^` and `$` match the ends of the context, not of lines."""
    return re.compile(text, re.IGNORECASE)
