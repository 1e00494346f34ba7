"""Reads how many people a job wants, as people write it: 5人, [ 2 ], 2-3人, 十二名, 若干."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from schemas.import_reasons import Reason
from services.ingest.imports.words import Unfit, plain, shown

HEADCOUNT_MAX = 100_000
SEVERAL = 1
"""Of 若干 and its like: the least that can be meant. The enterprise raises it when it knows."""

_NUMERALS = "〇零一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾廿"
NUMERAL = re.compile(f"[{_NUMERALS}]+")
_REMARK = re.compile(r"\([^()]{0,100}\)|\[[^\[\]]{0,100}\]|【[^【】]{0,100}】")
_BLANKS = re.compile(r"\s+")
_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}}){{1,3}}|\d{{1,9}})(?:\.0{{1,9}})?|[{_NUMERALS}]{{1,9}}|{'|'.join(_WORDS)}"
_WHO = "(?:人|名|位|个|员|persons?|people|pax|positions?|openings?|vacanc(?:y|ies)|posts?|heads?|nos|fte)"
_BEFORE = (
    "急?招[聘录收考]?|拟招聘?|拟聘用?|录用|需求?|共计?|合计|"
    "各|每[岗店校班组]|大?约|预计|计划|至少|不少于|最多|不超过|上限"
)
_ENGLISH_BEFORE = r"about|around|approx\.?|atleast|upto"
_TO = "[-~‐‑‒–—―−∼〜至到]{1,3}|to|or|或"
_HEADCOUNT = re.compile(
    rf"(?:{_BEFORE}|{_ENGLISH_BEFORE}|[~≈≥≤<>=*x]){{0,4}}(?P<low>{_NUMBER})[余多几+]?{_WHO}?"
    rf"(?:(?:{_TO})(?P<high>{_NUMBER})[余多+]?)?{_WHO}?"
    r"(?:左右|上下|及?以[上内下]|起|\+|/(?:岗位?|[店校班组年])){0,3}[。.]?"
)
_PARTS = re.compile(
    r"(?:(?:男|女|本科|硕士|博士|大专|专科|研究生|中专)[生性]?:?\d{1,5}[人名位个]?[,;、+和及]?){1,8}|\d{1,5}(?:\+\d{1,5}){1,5}人?"
)
"""`男2女1`, `本科2人，硕士1人`, `2+1`: the sum of the parts is meant."""
_DIGITS = re.compile(r"\d+")
_SEVERAL = re.compile(
    r"(?:招聘?|需求?)?(?:(?:人数)?(?:若干|不限|待定)|不限人数|无限|多|数十?|几|a?few|several|some|multiple|various|unlimited)"
    rf"{_WHO}?"
)


@lru_cache(maxsize=4096)
def headcount(text: str) -> int:
    """The number of people; of a range (2-3人) the lower end, which the enterprise wants in any case.

    Raises Unfit with the reason. Of a word without a number (若干, several) the Unfit says that SEVERAL is `kept`.
    """
    written = _BLANKS.sub("", plain(text))
    written = _REMARK.sub("", written) or written.strip("()[]")
    if found := _HEADCOUNT.fullmatch(written):
        low, high = _number(found["low"]), _number(found["high"] or found["low"])
        return _in_bounds(min(low, high))
    if _PARTS.fullmatch(written):
        return _in_bounds(sum(map(int, _DIGITS.findall(written))))
    if _SEVERAL.fullmatch(written):
        raise Unfit(Reason("headcount_assumed", text=shown(text), number=SEVERAL), kept=SEVERAL)
    if not text:
        raise Unfit(Reason("headcount_empty", most=HEADCOUNT_MAX))
    raise Unfit(Reason("headcount_unreadable", text=shown(text), most=HEADCOUNT_MAX))


def _in_bounds(number: int) -> int:
    if not 1 <= number <= HEADCOUNT_MAX:
        raise Unfit(Reason("headcount_out_of_bounds", number=number, most=HEADCOUNT_MAX))
    return number


def _number(written: str) -> int:
    if written[0].isdecimal():
        return int(written.replace(",", "").partition(".")[0])
    return _WORDS.get(written) or chinese_number(written)


def chinese_number(written: str) -> int:
    """The value of Chinese numerals: 十二 is 12, 二〇 is 20, 一万五 is 15,000. Of 两三 it is the lower one, 2."""
    values = [int(unicodedata.numeric(numeral)) for numeral in written.replace("两", "二")]
    if all(value < 10 for value in values) and (0 in values or len(values) != 2):
        return int("".join(map(str, values)))
    whole = section = digit = 0
    for value in values:
        if value == 10_000:
            whole, section, digit = (whole + section + digit) * value, 0, 0
        elif value >= 10:
            section, digit = section + (digit or 1) * value, 0
        else:
            digit = digit or value
    unit = values[-2] if len(values) > 1 else 1
    return whole + section + digit * (unit // 10 if unit >= 100 else 1)
