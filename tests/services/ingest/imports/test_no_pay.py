"""What stands in a column of pay and is no pay."""

from __future__ import annotations

import pytest

from services.ingest.imports.no_pay import is_duration, leaves_open, other_than_pay

DATES = (
    *("jun. 13, 2024 23:55", "2024-06-13", "2024/6/13", "2024.06.13", "2024年6月", "8月12日", "12-aug", "aug-12"),
    *("13/06/2024", "2024-06-13t00:00:00", "13th june", "23:55", "june 3", "december 31, 2024"),
)
TELEPHONES = ("13800138000", "138 0013 8000", "138-0013-8000", "0571-88886666", "+86 571 8888", "电话5000", "tel: 5000")
PAY = (
    *(
        "8000-12000",
        "8k-15k·13薪",
        "2000-3000元",
        "2024-3000",
        "1-1.5万/月",
        "$25.50",
        "market 50k",
        "2000年薪",
        "1980",
    ),
    *("5000-6000.50", "12.5-13.5k", "100000000"),
)


@pytest.mark.parametrize("text", DATES)
def test_a_date_is_no_pay(text: str) -> None:
    """In the orders that spreadsheets and job boards use, and a time of the day."""
    assert other_than_pay(text) == "a date"


@pytest.mark.parametrize("text", TELEPHONES)
def test_a_telephone_number_is_no_pay(text: str) -> None:
    """A mobile number, a number with its area code, and what is called one."""
    assert other_than_pay(text) == "a telephone number"


@pytest.mark.parametrize("text", PAY)
def test_pay_is_neither(text: str) -> None:
    """Not even a range that begins like a year."""
    assert other_than_pay(text) == ""


@pytest.mark.parametrize("text", ["8小时", "每周5天", "3个月", "1-2年经验", "5days"])
def test_a_time_is_no_pay(text: str) -> None:
    """A small number before a unit of time, without a currency."""
    assert is_duration(text)


@pytest.mark.parametrize("text", ["200元/天", "25/时", "8000/月", "$25hour", "200天", "10-15万/年"])
def test_pay_for_a_time_is_pay(text: str) -> None:
    """It has a slash, a currency or a larger number."""
    assert not is_duration(text)


@pytest.mark.parametrize("text", ["", "-", "面议", "薪资面议", "按公司规定", "doe", "competitivesalary", "n/a", "none"])
def test_pay_may_be_left_open(text: str) -> None:
    """By a word for it, or by nothing."""
    assert leaves_open(text)
    assert not leaves_open("notdisclosed")
