"""The names of regions in Latin letters: each is of a region that exists, and every province and city has one."""

from __future__ import annotations

import time

import pytest

from plumbing.regions import region_at
from plumbing.romanized import _lower, named_in, replaced, romanized

SEVERAL = {"Suzhou", "Taizhou", "Yichun", "Fuzhou", "Yulin", "Chaoyang", "Jilin", "Hainan"}


def every_code() -> list[str]:
    """The codes of provinces and of cities."""
    found = [region_at(str(number)) for number in range(110_000, 830_000, 100)]
    return [one.code for one in found if one and one.code == one.region]


def test_every_province_and_city_has_a_name() -> None:
    """None is missing; a code of nothing has none."""
    lacking = [code for code in every_code() if not romanized(code)]
    assert [region_at(code) for code in lacking] == []
    assert romanized("330100") == ("Hangzhou",)
    assert romanized("150000")[0] == "Inner Mongolia"
    assert romanized("999999") == ()


def test_a_name_means_its_region() -> None:
    """Each name is read as its own region, and but for the known ones as no other."""
    for code in every_code():
        for name in romanized(code):
            found = named_in(name)
            assert found is not None, name
            [named] = found
            assert code in named.codes, name
            assert len(named.codes) == 1 or name in SEVERAL, name


def test_what_is_below_a_city_has_its_pinyin() -> None:
    """Each code is that of a region, and nearly all regions have a name: some long ones lack one."""
    codes = {code for named in _lower().values() for code in named.codes | named.loosely}
    found = {
        str(number) for number in range(110_000, 660_000) if (one := region_at(str(number))) and one.code == str(number)
    }
    assert codes <= found
    assert len(codes) > 2_700
    assert all(name.isascii() and name.isalpha() for name in _lower())


@pytest.mark.parametrize("text", ["a " * 50, "xi " * 33, "'" * 100, "hangzhou" * 12, "p.r. " * 20, "-·" * 50])
def test_any_text_is_read_in_no_time(text: str) -> None:
    """A text of the greatest length takes less than 10 ms, whatever it holds."""
    named_in(text)
    began = time.perf_counter()
    named_in(text)
    replaced(text, {"330100": "杭州"})
    assert time.perf_counter() - began < 0.01
