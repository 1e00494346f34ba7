"""The currencies that texts of pay name."""

from __future__ import annotations

import pytest

from services.ingest.imports.currencies import CURRENCIES, currencies_in, read_currency
from services.ingest.imports.pay import read_pay
from services.ingest.imports.words import Unfit


def test_currencies() -> None:
    """A code, a sign or a name."""
    assert [read_currency(text) for text in ("usd", "元", "RMB", "￥", "CHF")] == ["USD", "CNY", "CNY", "CNY", "CHF"]
    with pytest.raises(Unfit, match="three letters"):
        read_currency("shells")


@pytest.mark.parametrize(
    ("text", "low", "high", "currency"),
    [
        ("AED 5,000", 5_000, 5_000, "AED"),
        ("RM 3,000 - RM 5,000", 3_000, 5_000, "MYR"),
        ("Rp 5.000.000 - Rp 7.000.000", 5_000_000, 7_000_000, "IDR"),
        ("R$ 5.000", 5_000, 5_000, "BRL"),
        ("zł 5000", 5_000, 5_000, "PLN"),
        ("60,000-80,000 SEK", 60_000, 80_000, "SEK"),
        ("₦25,000", 25_000, 25_000, "NGN"),
        ("NZ$60,000", 60_000, 60_000, "NZD"),
        ("45.000 € - 50.000 € brutto", 45_000, 50_000, "EUR"),
    ],
)
def test_pay_abroad_is_in_its_own_currency(text: str, low: int, high: int, currency: str) -> None:
    """It is never taken for CNY, nor for dollars because a sign ends with one."""
    assert read_pay(text) == {"min": low, "max": high, "period": "year", "currency": currency}


@pytest.mark.parametrize("text", ["necessary 5000", "term 5000", "corp 5000", "nokia 5000"])
def test_letters_within_words_are_no_currency(text: str) -> None:
    """Short codes stand alone."""
    salary = read_pay(text)
    assert salary is not None
    assert salary["currency"] == "CNY"


def test_amounts_in_a_text_name_currencies() -> None:
    """By a sign or a code right before the digits; a sign alone names none."""
    text = "a budget of $2 million, £ 30 an hour, US$5; EUR 40; C$ 1; $ alone, 5$"
    assert currencies_in(text) == ["USD", "GBP", "USD", "EUR", "CAD"]
    assert currencies_in("焊工") == []


def test_no_sign_is_of_two_currencies() -> None:
    """Each sign, code and name stands once."""
    signs = [sign for listed in CURRENCIES.values() for sign in listed]
    assert len(set(signs)) == len(signs)
