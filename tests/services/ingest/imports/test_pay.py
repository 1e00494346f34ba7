"""Parsing pay as people write it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.ingest.imports.pay import AMOUNT_MAX, is_amount, read_pay
from services.ingest.imports.words import Unfit


def pay(low: float, high: float, period: str = "month", currency: str = "CNY") -> dict[str, Any]:
    return {"min": low, "max": high, "period": period, "currency": currency}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8k-15k·13薪", pay(8000, 15000)),
        ("8k-15k*14薪", pay(8000, 15000)),
        ("8000-15000 13薪", pay(8000, 15000)),
        ("8K-15K", pay(8000, 15000)),
        ("8-15K", pay(8000, 15000)),
        ("8Ｋ～15Ｋ", pay(8000, 15000)),
        ("1-1.5万/月", pay(10000, 15000)),
        ("1.1万-1.3万", pay(11000, 13000)),
        ("8000-1.2万", pay(8000, 12000)),
        ("8k-15", pay(8000, 15000)),
        ("1万-1.5/月", pay(10000, 15000)),
        ("10-15万/年", pay(100_000, 150_000, "year")),
        ("15-20万", pay(150_000, 200_000, "year")),
        ("年薪20万", pay(200_000, 200_000, "year")),
        ("200元/天", pay(200, 200, "day")),
        ("200-300/天", pay(200, 300, "day")),
        ("一天200元", pay(200, 200, "day")),
        ("25元/时", pay(25, 25, "hour")),
        ("4500元/月-6000元/月", pay(4500, 6000)),
        ("5000元每月", pay(5000, 5000)),
        ("5000以上", pay(5000, 5000)),
        ("5000+", pay(5000, 5000)),
        ("3000元以下", pay(0, 3000)),
        ("5000", pay(5000, 5000)),
        ("5,000-8,000元/月", pay(5000, 8000)),
        ("月薪：６０００～８０００元", pay(6000, 8000)),
        ("6000至8000元，年底双薪", pay(6000, 8000)),
        ("底薪3000+提成", pay(3000, 3000)),
        ("4000元-6000元（含社保500）", pay(4000, 6000)),
        ("$50,000 - $60,000 annually", pay(50_000, 60_000, "year", "USD")),
        ("USD 50,000 to 60,000 per annum", pay(50_000, 60_000, "year", "USD")),
        ("up to $60k", pay(0, 60_000, "year", "USD")),
        ("$25.50 per hour", pay(25.5, 25.5, "hour", "USD")),
        ("$25", pay(25, 25, "hour", "USD")),
        ("£30k p.a.", pay(30_000, 30_000, "year", "GBP")),
        ("HK$20,000/month", pay(20_000, 20_000, "month", "HKD")),
        ("15.0224-16.019", pay(15.02, 16.02)),
        ("一万至一万五", pay(10_000, 15_000)),
        ("三千五", pay(3500, 3500)),
        ("3萬/月", pay(30_000, 30_000)),
        ("時薪200", pay(200, 200, "hour")),
        ("6千-8千", pay(6000, 8000)),
        ("8千-1.2万·13薪", pay(8000, 12000)),
        ("1.5-2.5万·14薪/月", pay(15_000, 25_000)),
        ("20-40K·16薪", pay(20_000, 40_000)),
        ("1.5w-2w", pay(15_000, 20_000)),
        ("6百-8百/天", pay(600, 800, "day")),
        ("1万5-2万", pay(15_000, 20_000)),
        ("三千到五千", pay(3000, 5000)),
        ("两万元以下", pay(0, 20_000)),
        ("6000—8000元／月", pay(6000, 8000)),
        ("最高1万", pay(0, 10_000)),
        ("不低于8000", pay(8000, 8000)),
        ("6000元/月 五险一金包吃住", pay(6000, 6000)),
        ("8000-10000（可面议）", pay(8000, 10_000)),
        ("6万-10万", pay(60_000, 100_000, "year")),
        ("20-35 Lacs P.A.", pay(2_000_000, 3_500_000, "year", "INR")),
        ("12 LPA", pay(1_200_000, 1_200_000, "year", "INR")),
        ("₹ 4,00,000 - 6,00,000 P.A.", pay(400_000, 600_000, "year", "INR")),
        ("₹20L - ₹35L", pay(2_000_000, 3_500_000, "year", "INR")),
        ("3-5 Cr. PA", pay(30_000_000, 50_000_000, "year", "INR")),
        ("Rs. 20,000 - 30,000/month", pay(20_000, 30_000, "month", "INR")),
        ("£30k–£40k per annum", pay(30_000, 40_000, "year", "GBP")),
        ("€45.000 - €50.000", pay(45_000, 50_000, "year", "EUR")),
        ("S$3,000 - S$4,000 per month", pay(3000, 4000, "month", "SGD")),
        ("From $18 an hour", pay(18, 18, "hour", "USD")),
        ("$50,000 per year depending on experience", pay(50_000, 50_000, "year", "USD")),
        ("$20K-25K DOE", pay(20_000, 25_000, "year", "USD")),
        ("8k~12k*13", pay(8000, 12_000)),
        ("5000元+手机补贴", pay(5000, 5000)),
        ("6000-8000元/月（8:30-17:30，双休）", pay(6000, 8000)),
        ("3千以下/月", pay(0, 3000)),
        ("100000元以上", pay(100_000, 100_000, "year")),
        ("0.8-1万/月", pay(8000, 10_000)),
        ("2,75,000 - 6,00,000 PA. Target Based Incentives", pay(275_000, 600_000, "year", "INR")),
        ("$53K-$91K (Glassdoor est.)", pay(53_000, 91_000, "year", "USD")),
        ("Employer Provided Salary:$80K-$100K", pay(80_000, 100_000, "year", "USD")),
        ("$10-$17 Per Hour(Glassdoor est.)", pay(10, 17, "hour", "USD")),
        ("$50,000 - $60,000 a year - Full-time", pay(50_000, 60_000, "year", "USD")),
        ("$25.49 - $29.75 PH", pay(25.49, 29.75, "hour", "USD")),
        ("£45000.00 - £55000.00 per annum + benefits, bonus", pay(45_000, 55_000, "year", "GBP")),
        ("£12.50 per hour, inc benefits", pay(12.5, 12.5, "hour", "GBP")),
    ],
)
def test_the_common_ways(text: str, expected: dict[str, Any]) -> None:
    """Units, signs, periods, bounds, thirteenth salaries and remarks."""
    assert read_pay(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "面议", "薪资面议", "negotiable", "Competitive", "按公司规定", "N/A", "-", "0", "0-0", "DOE", "商议", "待定"],
)
def test_pay_may_be_left_open(text: str) -> None:
    """A word without an amount, and zero, mean no pay."""
    assert read_pay(text) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("15000-8000", "the minimum 15000 is above the maximum 8000"),
        ("many", '"many" is no pay'),
        ("-5000", "is no pay"),
        ("20%", "is no pay"),
        ("100元/件", "is no pay"),
        ("5000/8000", "is no pay"),
        ("9999999万", "is more than 1,000,000,000"),
        ("1" * 40, "is no pay"),
        ("Not Disclosed", "is no pay"),
        ("五险一金", "is no pay"),
        ("Jun. 13, 2024 23:55", "is a date"),
        ("2024-06-13", "is a date"),
        ("12-Aug", "is a date"),
        ("13800138000", "is a telephone number"),
        ("0571-88886666", "is a telephone number"),
        ("88886666", "is no pay"),
        ("571-88886666", "is no pay"),
        ("8小时", "is a time"),
        ("每周5天", "is a time"),
        ("₲25,000", "is no pay"),
        ("5000-abc", "is no pay"),
        ("-1", "is no pay"),
        ("(Jun. 13, 2024)", "is a date"),
    ],
)
def test_what_cannot_be_read_is_refused(text: str, reason: str) -> None:
    """Nothing is guessed from a text that is only partly understood."""
    with pytest.raises(Unfit, match=reason):
        read_pay(text)


def test_the_column_says_more() -> None:
    """A header may have the unit and the period, and separate columns the period and the currency."""
    assert read_pay("10-15", "年薪(万元)") == pay(100_000, 150_000, "year")
    assert read_pay("200", "薪资（元/天）") == pay(200, 200, "day")
    assert read_pay("8-12", "薪资(k)") == pay(8000, 12000)
    assert read_pay("20-35", "Salary (Lacs P.A.)") == pay(2_000_000, 3_500_000, "year", "INR")
    assert read_pay("15", "Pay per hr (USD)") == pay(15, 15, "hour", "USD")
    assert read_pay("150000", "年薪(万元)") == pay(150_000, 150_000, "year")
    assert read_pay("200/天", "月薪", "year", "EUR") == pay(200, 200, "day", "EUR")
    assert read_pay("200", "月薪", "week", "EUR") == pay(200, 200, "week", "EUR")


@pytest.mark.parametrize(
    ("text", "usual", "period"),
    [
        ("6万-10万", "month", "month"),
        ("10万-15万", "month", "month"),
        ("20-30万", "month", "year"),
        ("6万-10万/年", "month", "year"),
        ("8万", "year", "year"),
        ("6000", "year", "month"),
        ("150", "day", "day"),
        ("8000", "day", "month"),
    ],
)
def test_the_usual_period_of_the_column(text: str, usual: str, period: str) -> None:
    """Counts where the text names none and the amount can be for it."""
    found = read_pay(text, usual=usual)
    assert found is not None
    assert found["period"] == period
    assert read_pay("$25", usual=usual) == pay(25, 25, "hour", "USD")


def test_an_amount_is_one_number() -> None:
    """A column of minima has single numbers with or without signs and units."""
    assert all(map(is_amount, ["42405.0", "$50,000", "1.5万", "8k", "200元/天"]))
    assert not any(map(is_amount, ["", "many", "5000-6000", "-5", "1e5", "nan"]))


@settings(deadline=None)
@given(
    st.integers(1, 10_000),
    st.integers(0, 10_000),
    st.sampled_from(["", "k", "万"]),
    st.sampled_from([("/年", "year"), ("元/月", "month"), (" per day", "day"), ("/时", "hour"), ("每周", "week")]),
    st.sampled_from(["-", " - ", "～", "至", " to "]),
)
def test_what_is_written_is_read(low: int, more: int, unit: str, period: tuple[str, str], dash: str) -> None:
    """For any two numbers, unit, period and dash, both ends are read back."""
    factor = {"": 1, "k": 1_000, "万": 10_000}[unit]
    text = f"{low}{unit}{dash}{low + more}{unit}{period[0]}"
    assert read_pay(text) == pay(low * factor, (low + more) * factor, period[1])


@settings(deadline=None)
@given(st.text() | st.text("0123456789.,-~kK万元/年月天薪以上$¥ +()税面议", max_size=30))
def test_any_text_is_pay_or_open_or_refused(text: str) -> None:
    """No text raises another error, and pay is always complete: ordered, bounded, with a period."""
    try:
        found = read_pay(text)
    except Unfit:
        return
    if found is not None:
        assert 0 <= found["min"] <= found["max"] <= AMOUNT_MAX
        assert found["max"] > 0
        assert found["period"] in ("hour", "day", "week", "month", "year")
        assert len(found["currency"]) == 3
