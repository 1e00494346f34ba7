"""Headcounts as people write them."""

from __future__ import annotations

import pytest

from services.ingest.imports.headcounts import chinese_number, headcount
from services.ingest.imports.words import Unfit

WRITTEN = {
    "約5人": 5,
    "貳": 2,
    "3": 3,
    "３": 3,
    "3人": 3,
    "5 名": 5,
    " 12 名": 12,
    "1,000": 1000,
    "1.0": 1,
    "4.00": 4,
    "100000": 100_000,
    "2-3人": 2,
    "2～3人": 2,
    "3至5名": 3,
    "5 - 10": 5,
    "1人-2人": 1,
    "2 to 3": 2,
    "五": 5,
    "十二": 12,
    "两名": 2,
    "二十人": 20,
    "一百二十名": 120,
    "三到五人": 3,
    "10+": 10,
    "10人以上": 10,
    "约5人": 5,
    "大约 5 人": 5,
    "5人左右": 5,
    "20余人": 20,
    "十余名": 10,
    "至少3人": 3,
    "5（男女不限）": 5,
    "5人(男3女2)": 5,
    "（5）": 5,
    "招5人": 5,
    "共12人": 12,
    "各2名": 2,
    "2人/岗": 2,
    "2 persons": 2,
    "3 openings": 3,
    "1 position": 1,
    "about 4": 4,
    "5 Nos.": 5,
    "Two": 2,
    "One (1)": 1,
    "两三人": 2,
    "十五六人": 15,
    "3-5人/岗位": 3,
}
SEVERAL = (
    "若干",
    "若干人",
    "若干名",
    "多名",
    "数人",
    "几名",
    "数十人",
    "不限",
    "人数不限",
    "several",
    "Several people",
    "A few",
)
UNREADABLE = ("many", "2.5", "-1", "男", "3个月", "2024-01-02", "13800138000x", "1/2", "人", "", "五险一金", "1e3")


@pytest.mark.parametrize("text", WRITTEN)
def test_a_number_is_read_however_it_is_written(text: str) -> None:
    """With measure words, remarks, approximations, in Chinese numerals; of a range the lower end."""
    assert headcount(text) == WRITTEN[text]


@pytest.mark.parametrize("text", SEVERAL)
def test_a_word_without_a_number_is_one(text: str) -> None:
    """The least that can be meant, and the reason says so."""
    with pytest.raises(Unfit, match="names no number: 1 is assumed") as caught:
        headcount(text)
    assert caught.value.kept == 1


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_is_no_headcount_is_refused(text: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(Unfit, match="give one number from 1 to 100,000") as caught:
        headcount(text)
    assert caught.value.kept is None


@pytest.mark.parametrize("text", ["0", "0人", "100001", "零", "9" * 9])
def test_a_headcount_has_bounds(text: str) -> None:
    """Those of the contract."""
    with pytest.raises(Unfit, match="is not from 1 to 100,000"):
        headcount(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十", 10),
        ("一百二", 120),
        ("一万五", 15_000),
        ("一万零五", 10_005),
        ("二〇", 20),
        ("廿五", 25),
        ("两百零五", 205),
        ("一千两百", 1200),
        ("两三", 2),
        ("一二三", 123),
        ("三万五千", 35_000),
        ("壹拾贰", 12),
    ],
)
def test_chinese_numerals(text: str, number: int) -> None:
    """Everyday ones, those of contracts, and digits one after another."""
    assert chinese_number(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("男2女1", 3),
        ("男3", 3),
        ("碩士1人，博士1人", 2),
        ("男1人，女2人", 3),
        ("本科2人、硕士1人", 3),
        ("2+1", 3),
        ("急招3人", 3),
        ("拟招聘3人", 3),
        ("录用4名", 4),
    ],
)
def test_parts_are_added_up(text: str, number: int) -> None:
    """Of men and women, of degrees; a word before the number changes nothing."""
    assert headcount(text) == number
