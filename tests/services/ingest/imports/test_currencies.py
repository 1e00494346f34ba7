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


@pytest.mark.parametrize(
    "text", ["25000 kr", "25 000-30 000 kr per month", "kr 45.000", "500 kroner/hour", "25000克朗"]
)
def test_kr_alone_is_no_currency(text: str) -> None:
    """Several countries count in it: it is not taken for CNY, but left out with a reason that names them."""
    with pytest.raises(Unfit, match="SEK, NOK, DKK, ISK"):
        read_pay(text)
    with pytest.raises(Unfit, match="SEK, NOK, DKK, ISK"):
        read_currency("kr")


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("SEK kr 25000", "SEK"),
        ("25 000 SEK kr per month", "SEK"),
        ("kr SEK 25 000", "SEK"),
        ("30000 NOK", "NOK"),
        ("25000-30000 NOK per month", "NOK"),
        ("DKK 40.000", "DKK"),
        ("ISK 600.000 per month", "ISK"),
        ("瑞典克朗 25000", "SEK"),
        ("25000 Rs per month", "INR"),
    ],
)
def test_a_code_says_which_kr(text: str, currency: str) -> None:
    """With or without a kr beside it, and although a word follows at once."""
    salary = read_pay(text)
    assert salary is not None
    assert salary["currency"] == currency
    assert salary["min"] >= 25_000, "a point or a blank parts thousands"


def test_kr_is_the_currency_of_the_other_pay() -> None:
    """Where the column of currencies, or most pay of the table, says which."""
    for salary, currency in (
        (read_pay("25000 kr", currency="NOK"), "NOK"),
        (read_pay("25000 kr", assumed="DKK"), "DKK"),
    ):
        assert salary is not None
        assert salary["currency"] == currency
    assert read_currency("DKK kr") == "DKK"
    with pytest.raises(Unfit):
        read_pay("25000 kr", assumed="USD")
