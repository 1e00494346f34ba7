"""Codes of regions: beside a name in a cell, and alone in a query."""

from __future__ import annotations

import pytest

from plumbing.regions import in_chinese, region_of


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *[
            ("330100 杭州市", "330100"),
            ("330100-杭州", "330100"),
            ("330106 西湖区", "330106"),
            ("330106 杭州", "330106"),
        ],
        *[("110105 朝阳区", "110105"), ("杭州市(330100)", "330100"), ("330100.0", "330100")],
        *[("310000 杭州市", "330100"), ("330100 上海", "310000")],
    ],
)
def test_a_code_beside_the_name(text: str, code: str) -> None:
    """It says which of several is meant; 310000 is Hangzhou's postcode and the code of Shanghai: the name decides."""
    region = region_of(text)
    assert region is not None
    assert region.code == code
    assert region_of("123456 nowhere") is None


def test_codes_in_a_query_become_chinese() -> None:
    """Of a city its short name, of a district the one with its city; other numbers stay."""
    read = {
        text: " ".join(in_chinese(text).split()) for text in ("焊工 330100", "330106", "310018", "1330100", "a330100")
    }
    assert read == {
        "焊工 330100": "焊工 杭州",
        "330106": "杭州市西湖区",
        **{same: same for same in ("310018", "1330100", "a330100")},
    }
