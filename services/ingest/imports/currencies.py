"""Owns the currencies that are known, with their signs, codes and names, and finds them in texts of pay."""

from __future__ import annotations

import re

from schemas.import_reasons import Reason
from services.ingest.imports.words import Unfit, plain, shown

DEFAULT_CURRENCY, NO_CURRENCY = "CNY", "none"
CROWNS = "kr"
"""What `kr` alone means: one of COUNTED_IN_CROWNS, but not which."""
COUNTED_IN_CROWNS = ("SEK", "NOK", "DKK", "ISK")
CURRENCIES = {
    "USD": ("us$", "usd", "美元", "美金", "$"),
    "HKD": ("hk$", "hkd", "港币", "港元"),
    "TWD": ("nt$", "twd", "ntd", "新台币", "台币"),
    "SGD": ("s$", "sgd", "新加坡元", "新币"),
    "AUD": ("a$", "au$", "aud", "澳元"),
    "CAD": ("c$", "ca$", "cad", "加元"),
    "EUR": ("eur", "欧元", "€"),
    "GBP": ("gbp", "英镑", "£"),
    "JPY": ("jpy", "日元"),
    "KRW": ("krw", "韩元", "₩"),
    "INR": ("inr", "卢比", "₹", "rs"),
    "CHF": ("chf", "瑞士法郎"),
    "THB": ("thb", "泰铢", "฿"),
    "VND": ("vnd", "越南盾", "₫"),
    "PHP": ("php", "₱"),
    "RUB": ("rub", "卢布", "₽"),
    "NZD": ("nz$", "nzd"),
    "BRL": ("r$", "brl"),
    "MYR": ("rm", "myr", "林吉特"),
    "IDR": ("rp", "idr", "印尼盾"),
    "AED": ("aed", "迪拉姆"),
    "SAR": ("sar",),
    "QAR": ("qar",),
    "PLN": ("zł", "pln"),
    "SEK": ("sek", "swedishkronor", "swedishkrona", "瑞典克朗"),
    "NOK": ("nok", "norwegiankroner", "norwegiankrone", "挪威克朗"),
    "DKK": ("dkk", "danishkroner", "danishkrone", "丹麦克朗"),
    "ISK": ("isk", "冰岛克朗"),
    "CZK": ("kč", "czk", "捷克克朗"),
    CROWNS: ("kr", "kroner", "kronor", "krone", "krona", "克朗"),
    "HUF": ("huf",),
    "TRY": ("₺",),
    "ILS": ("₪", "ils"),
    "NGN": ("₦", "ngn"),
    "UAH": ("₴", "uah"),
    "KZT": ("₸", "kzt"),
    "PKR": ("pkr",),
    "BDT": ("৳", "bdt"),
    "ZAR": ("zar",),
    "MXN": ("mxn",),
    "MOP": ("mop", "澳门元"),
    "CNY": ("cny", "rmb", "cn¥", "人民币", "元", "圆", "块", "¥"),
}


def one_of(words: list[str]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"


CURRENCY = one_of([sign for signs in CURRENCIES.values() for sign in signs])
_SHORT = ("rs", "rm", "rp", "sar", "aed", "sek", "nok", "isk", "kr", "mop", "ils", "zar", "pln", "czk", "huf")
"""Letters that longer words have: they must stand alone."""
_GOES_ON = "per|an?(?:year|month|week|day|hour)|year|month|annual|week|daily|hour|gross|net|brut|plus|p[amh](?![a-z])"
_CROWNS_BESIDE = re.compile(
    r"(?P<code>(?<![a-z])(?:sek|nok|dkk|isk))\W{0,2}kr(?![a-z])|(?<![a-z])kr\W{0,2}(?=(?:sek|nok|dkk|isk)(?![a-z]))"
)
_SIGN = re.compile(
    one_of([sign for signs in CURRENCIES.values() for sign in signs if sign not in _SHORT])
    + f"|(?<![a-z]){one_of(list(_SHORT))}(?![a-z])|(?<=\\d){one_of(list(_SHORT))}(?={_GOES_ON})"
)
_CODE = re.compile("[a-z]{3}")
_SIGN_BEFORE_AMOUNT = re.compile(
    r"(US\$|HK\$|NT\$|AU?\$|CA?\$|S\$|NZ\$|[$€£₩₹฿₫₱₽]|\b(?:USD|EUR|GBP|INR|CAD|AUD|SGD|HKD|CHF)\b) ?\d"
)
_BLANKS = re.compile(r"\s+")


def read_currency(text: str) -> str:
    """An ISO 4217 code of three letters, or a usual name or sign of one."""
    written = _BLANKS.sub("", without_crowns(plain(text)))
    known = next((code for code, signs in CURRENCIES.items() if written in signs), None)
    if known == CROWNS:
        raise several_have(text)
    if known:
        return known
    if _CODE.fullmatch(written):
        return written.upper()
    raise Unfit(Reason("unknown_currency", text=shown(text)))


def several_have(text: str) -> Unfit:
    """Why `kr` is no currency."""
    return Unfit(Reason("currency_of_several", text=shown(text), currencies=", ".join(COUNTED_IN_CROWNS)))


def without_crowns(written: str) -> str:
    """The text without a `kr` beside the code that says which: SEK kr."""
    return _CROWNS_BESIDE.sub(lambda found: found["code"] or "", written)


def currency_in(written: str) -> str:
    found = _SIGN.search(written)
    return next((code for code, signs in CURRENCIES.items() if found and found[0] in signs), "")


def currencies_in(text: str) -> list[str]:
    """The currencies of the amounts in a text, by their signs: of `a budget of $2 million` it is USD."""
    signs = _SIGN_BEFORE_AMOUNT.findall(text) if not text.isalpha() else []
    return [currency_in(sign.lower()) for sign in signs]
