"""Reads pay as people write it: `8k-15k·13薪`, `1-1.5万/月`, `$50,000 - $60,000 annually`, `面议`.

Text in, the contract's salary out. Only this file has rules for what the text leaves out.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TypedDict

from services.ingest.imports.words import PERIODS, Unfit, bare, period, plain, shown

AMOUNT_MAX = 1_000_000_000
_UNREADABLE = "is no pay that can be read; write for example 8000-12000元/月, 10-15万/年 or 面议"
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−~∼〜", "-"))
_UNITS = {"": 1, "k": 1_000, "千": 1_000, "w": 10_000, "万": 10_000}
_CURRENCIES = {
    "USD": ("us$", "usd", "美元", "美金", "$"),
    "HKD": ("hk$", "hkd", "港币", "港元"),
    "EUR": ("eur", "欧元", "€"),
    "GBP": ("gbp", "英镑", "£"),
    "JPY": ("jpy", "日元"),
    "CNY": ("cny", "rmb", "人民币", "元", "圆", "块", "¥"),
}
_UNSAID = re.compile(
    r"面议|面谈|面洽|电议|详谈|协商|待定|保密|不限|从优|按.*规定|依.*而定"
    r"|^[-/.—无]*$|^(n/?a|none|doe|tbd|tba)$|negotiab|competitive|depend|commensurate|confidential"
)


def _one_of(words: list[str]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"


_PERIOD = _one_of(list(PERIODS))
# Before a number a short word may be part of a longer one: 临时工 holds 时, "payday" holds "pa".
_EARLY_PERIOD = re.compile(
    f"/{_PERIOD}|" + _one_of([word for word in PERIODS if len(word) >= (4 if word.isascii() else 2)])
)
_CURRENCY = _one_of([sign for signs in _CURRENCIES.values() for sign in signs])
_NUMBER, _UNIT = r"\d{1,13}(?:\.\d+)?", "[k千w万]"
_EACH = f"(?:/?{_PERIOD}(?![a-z]))"
_PAY = re.compile(
    rf"\A(?P<before>\D{{0,30}}?)(?P<low>{_NUMBER})(?P<low_unit>{_UNIT}?){_CURRENCY}?{_EACH}?"
    rf"(?:(?:-+|to|至|到|and){_CURRENCY}?(?P<high>{_NUMBER})(?P<high_unit>{_UNIT}?){_CURRENCY}?)?"
    rf"(?P<each>{_EACH}?)(?P<bound>(?:及|或|和)?以上|起|左右|and(?:above|up)|or(?:above|more|higher)"
    rf"|(?:及|或|和)?以下|以内|or(?:less|below))?(?P<late>{_EACH}?){_CURRENCY}?(?:[+,;:(、。·|)]|税|plus|doe).*"
)
_BONUS = re.compile(r"(?:[·•・*×x,;/+]\s*)?(?<!\d)\d{2}(?:-\d{2})?\s*(?:个月)?薪")
"""Blanks before it are left to `_BLANKS`: to look for it behind each of them would take quadratic time."""
_ONE = re.compile(rf"{_CURRENCY}?{_NUMBER}{_UNIT}?{_CURRENCY}?{_EACH}?")
_BETWEEN = re.compile(rf"\d{_UNIT}?{_CURRENCY}?({_EACH})")
_SIGN = re.compile(_CURRENCY)
_CODE = re.compile("[a-z]{3}")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_NEEDLESS = re.compile(r"(?<=[a-z])\.|'")
_BLANKS = re.compile(r"\s+")
_AT_MOST = re.compile("下|内|less|below")
_HEADER_UNIT = re.compile(r"千|万|(?<![a-z])k(?![a-z])")
_UP_TO = re.compile(r"upto|最高|不超过|至多|高达|maximum")


class Salary(TypedDict):
    """Both ends of the range, in `currency` per `period`; whole amounts are ints, others have at most two decimals."""

    min: int | float
    max: int | float
    period: str
    currency: str


@lru_cache(maxsize=4096)
def read_pay(text: str, header: str = "", each: str = "", currency: str = "") -> Salary | None:
    """The pay that a text names, or None where it leaves it open (`面议`, `negotiable`, zero).

    One number is both ends (`5000以上` too); of `up to 5000` the lower end is 0. `header` is the column's name, which
    may hold the unit and the period (`年薪(万元)`); `each` and `currency` are the cells of other columns. The period
    in the text counts first, then `each`, then the header's. Without a period, 100,000 and more in CNY is for a year,
    less for a month; in other currencies under 1,000 is for an hour, more for a year. The default currency is CNY.
    Raises Unfit with the reason.
    """
    written = _written(text)
    if not any(char.isdigit() for char in written):
        if not written or _UNSAID.search(written):
            return None
        raise Unfit(f"{shown(text)} {_UNREADABLE}")
    found = _PAY.fullmatch(written + "+")  # always there, so that the pattern needs no optional tail
    if found is None or found["before"].endswith(("-", ".")):
        raise Unfit(f"{shown(text)} {_UNREADABLE}")
    low, high = _ends(found, _header_unit(header))
    if low > high:
        raise Unfit(f"the minimum {_amount(low)} is above the maximum {_amount(high)}")
    if high > AMOUNT_MAX:
        raise Unfit(f"{shown(text)} is more than {AMOUNT_MAX:,}")
    if high == 0:
        return None
    paid_in = currency or _currency_in(written) or _currency_in(_written(header)) or "CNY"
    said = _said_period(found, written) or each or _header_period(header)
    return Salary(min=_amount(low), max=_amount(high), period=said or _usual(paid_in, high), currency=paid_in)


def is_amount(text: str) -> bool:
    """Whether the text is one number, with or without a sign and a unit: `42405.0`, `$50,000`, `1.5万`."""
    return _ONE.fullmatch(_written(text)) is not None


def read_currency(text: str) -> str:
    """An ISO 4217 code of three letters, or a usual name or sign of one."""
    written = _written(text)
    known = next((code for code, signs in _CURRENCIES.items() if written in signs), None)
    if known:
        return known
    if _CODE.fullmatch(written):
        return written.upper()
    raise Unfit(f"{shown(text)} is no currency; write a code of three letters, such as CNY")


def _written(text: str) -> str:
    text = _BONUS.sub("", plain(text).translate(_DASHES))
    return _BLANKS.sub("", _NEEDLESS.sub("", _THOUSANDS.sub("", text)))


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
    return PERIODS[bare(found[0])] if found else ""


def _header_unit(header: str) -> str:
    found = _HEADER_UNIT.search(_written(header))
    return found[0] if found else ""


def _currency_in(written: str) -> str:
    found = _SIGN.search(written)
    return next((code for code, signs in _CURRENCIES.items() if found and found[0] in signs), "")


def _usual(currency: str, high: float) -> str:
    if currency == "CNY":
        return "year" if high >= 100_000 else "month"
    return "hour" if high < 1_000 else "year"


def _amount(number: float) -> int | float:
    rounded = round(number, 2)
    return int(rounded) if rounded.is_integer() else rounded
