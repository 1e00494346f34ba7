"""Reads pay as people write it: `8k-15k·13薪`, `1-1.5万/月`, `$50,000 - $60,000 annually`, `面议`.

Text in, the contract's salary out. Only this file has rules for what the text leaves out.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TypedDict

from schemas.import_reasons import Reason
from services.ingest.imports.currencies import (
    COUNTED_IN_CROWNS,
    CROWNS,
    CURRENCY,
    DEFAULT_CURRENCY,
    currency_in,
    one_of,
    several_have,
    without_crowns,
)
from services.ingest.imports.headcounts import NUMERAL, chinese_number
from services.ingest.imports.no_pay import DATE, is_duration, leaves_open, other_than_pay
from services.ingest.imports.words import PERIODS, Unfit, bare, period, plain, shown

AMOUNT_MAX = 1_000_000_000
APART_MAX = 100  # how often the lower end goes into the higher
BARE_MAX = 10_000_000  # of a number without unit, currency and period: more is no amount but a number of another kind
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−~∼〜", "-"))
_LAKH, _CRORE = 100_000, 10_000_000
_UNITS = {"": 1, "百": 100, "k": 1_000, "千": 1_000, "w": 10_000, "万": 10_000, "l": _LAKH, "cr": _CRORE}
_UNITS |= dict.fromkeys(("lac", "lacs", "lakh", "lakhs"), _LAKH) | dict.fromkeys(("crore", "crores"), _CRORE)
_PERIOD = one_of(list(PERIODS))
# Before a number a short word may be part of a longer one: 临时工 holds 时, "payday" holds "pa".
_EARLY_PERIOD = re.compile(
    f"/{_PERIOD}|" + one_of([word for word in PERIODS if len(word) >= (4 if word.isascii() else 2)])
)
_NUMBER = r"\d{1,13}(?:\.\d+)?"
_UNIT = "(?:[百k千w万]|lakhs?|lacs?|crores?|cr|l(?![a-z])|l(?=pa))"
_GOES_ON = "dep|plus|doe|negot|commens|bas|brut|inc|exc|gross|net|with|target|bonus|ote|fix|ctc|pro|est|full|part|perm"
_EACH = f"(?:/?{_PERIOD}(?:(?![a-z])|(?={_GOES_ON})))"
_PAY = re.compile(
    rf"\A(?P<before>\D{{0,30}}?)(?P<low>{_NUMBER})(?P<low_unit>{_UNIT}?){CURRENCY}?{_EACH}?"
    rf"(?:(?:-+|to|至|到|and){CURRENCY}?(?P<high>{_NUMBER})(?P<high_unit>{_UNIT}?){CURRENCY}?)?"
    rf"(?P<each>{_EACH}?)(?P<bound>(?:及|或|和)?以上|起|左右|and(?:above|up)|or(?:above|more|higher)"
    rf"|(?:及|或|和)?以下|以内|or(?:less|below))?(?P<late>{_EACH}?){CURRENCY}?(?P<rest>(?:[+,;:(、。·|)]|税|{_GOES_ON}).*|[-\u4e00-\u9fff][^\d/%]*)"
)
_BONUS = re.compile(r"(?:[·•・*×x,;/+]\s*)?(?<!\d)\d{2}(?:-\d{2})?\s*(?:个月)?薪|[*×x]\s?1[2-8](?![\d.])")
"""Blanks before it are left to `_BLANKS`: to look for it behind each of them would take quadratic time."""
_ONE = re.compile(rf"{CURRENCY}?{_NUMBER}{_UNIT}?{CURRENCY}?{_EACH}?")
_BETWEEN = re.compile(rf"\d{_UNIT}?{CURRENCY}?({_EACH})")
_WORD = re.compile("[a-z]+")
_THOUSANDS = re.compile(r"(?<=\d),(?=(?:\d{2},){0,4}\d{3}(?!\d))")  # in India 10,00,000 is a million
_INDIAN = re.compile(r"\d,\d{2},\d{3}(?!\d)")
_EURO_STYLE = re.compile(r"€|eur|r\$|(?<![a-z])(?:rp|kr)(?![a-z])|idr|vnd|₫|brl|sek|nok|dkk|isk|kron[aeo]")
_EURO_THOUSANDS = re.compile(r"(?<=\d)\.(?=\d{3}(?!\d))")
_TEN_THOUSAND_AND = re.compile(r"(?<=\d)([千万])(\d)(?![\d.百千万kw])")
_NEEDLESS = re.compile(r"(?<=[a-z])\.|'")
_BLANKS = re.compile(r"\s+")
_AT_MOST = re.compile("下|内|less|below")
_HEADER_UNIT = re.compile(r"千|万|(?<![a-z])(?:k|lakhs?|lacs?)(?![a-z])")
_UP_TO = re.compile(r"upto|最高|不超过|至多|高达|maximum|max")
# What pay for a period can be in CNY: the higher end at least the first number, the lower end below the second.
_PLAUSIBLE = {
    "hour": (1, 1_000),
    "day": (20, 5_000),
    "week": (100, 20_000),
    "month": (200, 200_000),
    "year": (20_000, 1e9),
}


class Salary(TypedDict):
    """Both ends of the range, in `currency` per `period`; whole amounts are ints, others have at most two decimals."""

    min: int | float
    max: int | float
    period: str
    currency: str


@lru_cache(maxsize=4096)
def read_pay(
    text: str, header: str = "", each: str = "", currency: str = "", usual: str = "", assumed: str = ""
) -> Salary | None:
    """The pay that a text names, or None where it leaves it open (`面议`, `negotiable`, zero).

    One number is both ends (`5000以上` too); of `up to 5000` the lower end is 0. `header` is the column's name, which
    may hold the unit and the period (`年薪(万元)`); `each` and `currency` are the cells of other columns, and `usual`
    is the period of most cells of the column. The period in the text counts first, then `each`, then the header's.
    Without a period, in CNY the usual one counts where the amount can be its; else 100,000 and more is for a year,
    less for a month. In other currencies under 1,000 is for an hour, more for a year. The default currency is CNY, or
    `assumed` where the table is not a Chinese one; then pay like CNY from 20,000 on is for a year.
    Raises Unfit with the reason.
    """
    written = _written(text)
    if not any(char.isdigit() for char in written):
        if leaves_open(written):
            return None
        raise _unreadable(text)
    found = _parsed(text, written)
    low, high = _ends(found, _header_unit(header))
    said = _said_period(found, written) or each or _header_period(header)
    _check(text, found, low, high, said)
    if high == 0:
        return None
    paid_in = currency or _currency(text, found, header)
    if paid_in == CROWNS and assumed not in COUNTED_IN_CROWNS:
        raise several_have(text)
    paid_in = (paid_in if paid_in != CROWNS else "") or assumed or DEFAULT_CURRENCY
    period = said or _period_of(paid_in, low, high, usual, 20_000 if assumed else 100_000)
    return Salary(min=_amount(low), max=_amount(high), period=period, currency=paid_in)


def _unreadable(text: str) -> Unfit:
    return Unfit(Reason("pay_unreadable", text=shown(text)))


def _parsed(text: str, written: str) -> re.Match[str]:
    """The parts of a text with an amount. Raises Unfit."""
    if other := other_than_pay(plain(text)):
        raise Unfit(Reason("pay_is_date" if other == DATE else "pay_is_telephone", text=shown(text)))
    found = _PAY.fullmatch(written + "+")  # always there, so that the pattern needs no optional tail
    if found is None or found["before"].endswith(("-", ".")) or _is_of_other_currency(written):
        raise _unreadable(text)
    return found


def _check(text: str, found: re.Match[str], low: float, high: float, said: str) -> None:
    """Raises Unfit where the ends fit neither each other nor an amount of pay."""
    if low > high:
        raise Unfit(Reason("pay_above_maximum", low=_amount(low), high=_amount(high)))
    if high > AMOUNT_MAX:
        raise Unfit(Reason("pay_too_high", text=shown(text), most=AMOUNT_MAX))
    named = said or currency_in(found[0]) or found["low_unit"] or found["high_unit"]
    if not named and (high > BARE_MAX or high > APART_MAX * low > 0):
        raise _unreadable(text)
    if is_duration(found[0]):
        raise Unfit(Reason("pay_is_time", text=shown(text)))
    if not said and (found["rest"][0] == "-" or (found["rest"][0] >= "一" and not found["rest"].startswith("税"))):
        raise _unreadable(text)  # 100元/件 has a period that is none


def is_amount(text: str) -> bool:
    """Whether the text is one number, with or without a sign and a unit: `42405.0`, `$50,000`, `1.5万`."""
    return _ONE.fullmatch(_written(text)) is not None


def is_open(text: str) -> bool:
    """Whether the text leaves the pay to be agreed: `面议`, `negotiable`."""
    written = _written(text)
    return not any(map(str.isdigit, written)) and leaves_open(written)


def _written(text: str) -> str:
    text = without_crowns(_BONUS.sub("", plain(text).translate(_DASHES)))
    if _EURO_STYLE.search(text):
        text = _EURO_THOUSANDS.sub("", text)
    if "万" in text or "千" in text:
        text = NUMERAL.sub(_in_digits, text)
    text = _TEN_THOUSAND_AND.sub(r".\2\1", text)  # 1万5 is 1.5万
    return _BLANKS.sub("", _NEEDLESS.sub("", _THOUSANDS.sub("", text)))


def _in_digits(found: re.Match[str]) -> str:
    """三千 in digits; 万 behind a digit is a unit, and 五险一金 holds no amount."""
    numeral, before = found[0], found.string[: found.start()][-1:]
    if before.isdigit() or before == "." or len(numeral) < 2 or not set("千万") & set(numeral):
        return numeral
    return str(chinese_number(numeral))


def _ends(found: re.Match[str], header_unit: str) -> tuple[float, float]:
    low, low_unit = float(found["low"]), found["low_unit"]
    if found["high"] is None:
        amount = low * _UNITS[low_unit or (header_unit if low < 1_000 else "")]
        up_to = _UP_TO.search(found["before"]) or _AT_MOST.search(found["bound"] or "")
        return (0.0 if up_to else amount), amount
    high, high_unit = float(found["high"]), found["high_unit"]
    # In "8-15k" the unit holds for both ends, in "5000-1万" only for the second.
    if not low_unit and high_unit and low <= high:
        low_unit = high_unit
    elif low_unit and not high_unit and high < low * _UNITS[low_unit]:
        high_unit = low_unit
    elif not low_unit and not high_unit and high < 1_000:
        low_unit = high_unit = header_unit
    return low * _UNITS[low_unit], high * _UNITS[high_unit]


def _said_period(found: re.Match[str], written: str) -> str:
    each = found["each"] or found["late"]
    if not each and (between := _BETWEEN.search(written)):
        each = between[1]
    if not each and (early := _EARLY_PERIOD.search(found["before"])):
        each = early[0]
    return period(each) if each else ""


def _header_period(header: str) -> str:
    found = _EARLY_PERIOD.search(_written(header))
    if found:
        return PERIODS[bare(found[0])]
    return next((PERIODS[word] for word in _WORD.findall(_NEEDLESS.sub("", plain(header))) if word in PERIODS), "")


def _header_unit(header: str) -> str:
    found = _HEADER_UNIT.search(plain(header))
    return found[0] if found else ""


def _is_of_other_currency(written: str) -> bool:
    """Whether the text has a sign of a currency that is not known: it must not be taken for CNY."""
    return not written.isascii() and not currency_in(written) and "Sc" in map(unicodedata.category, written)


def _currency(text: str, found: re.Match[str], header: str) -> str:
    """The currency that the text says, by a sign, a unit or the groups of its digits; else the header's, else none."""
    if said := currency_in(found[0]):
        return said
    units = {_UNITS[found["high_unit"] or ""], _UNITS[found["low_unit"]], _UNITS[_header_unit(header)]}
    if units & {_LAKH, _CRORE} or _INDIAN.search(text):
        return "INR"
    return currency_in(_written(header))


@lru_cache(maxsize=4096)
def names_currency(text: str, header: str) -> bool:
    """Whether pay that can be read, or its header, names a currency."""
    found = _PAY.fullmatch(_written(text) + "+")
    return found is not None and _currency(text, found, header) != ""


def _period_of(currency: str, low: float, high: float, usual: str, yearly_from: int) -> str:
    if currency == "CNY":
        if usual in _PLAUSIBLE and low < _PLAUSIBLE[usual][1] and high >= _PLAUSIBLE[usual][0]:
            return usual
        return "year" if high >= yearly_from else "month"
    return "hour" if high < 1_000 else "year"


def _amount(number: float) -> int | float:
    rounded = round(number, 2)
    return int(rounded) if rounded.is_integer() else rounded
