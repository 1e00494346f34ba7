"""Regions in searches, filters and tables."""

from __future__ import annotations

import pytest

from services.fair.kernel.regions import code_of, names_of, shown, shown_each, spellings, terms_of, wanted

ONE = ("杭州", "杭州市", "浙江省杭州市", "330100", "浙江-杭州", "Hangzhou", "Hangzhou, Zhejiang", "hangzhou")


@pytest.mark.parametrize("text", ONE)
def test_a_region_is_one_however_it_is_written(text: str) -> None:
    """Its code, its terms, its name in a table; a filter with it asks for the same rows."""
    asked = wanted(text)
    assert asked is not None
    assert (asked.code, asked.prefix, asked.term, asked.text) == ("330100", "3301", "region=330100", text)
    assert (code_of(text), shown(text), names_of(text)) == ("330100", "杭州", "浙江省杭州市")
    assert asked.term in terms_of(text)
    assert set(ONE) <= set(spellings(text) or ())


def test_what_lies_in_a_region_has_its_term() -> None:
    """A district has the terms of its city and province, and prefixes of codes end with a level."""
    assert terms_of("杭州西湖区") == ["region=330106", "region=330100", "region=330000"]
    assert [one and one.prefix for one in map(wanted, ("浙江", "台州", "330106"))] == ["33", "3310", "330106"]
    assert terms_of("北京") == ["region=110000"]


def test_a_text_that_names_no_region_stays() -> None:
    """It is compared as it is written."""
    asked = wanted("Mars")
    assert asked is not None
    assert (asked.code, asked.prefix, asked.term) == (None, None, "region=Mars")
    assert (shown("Mars"), shown(None), names_of("Mars"), spellings("Mars")) == ("Mars", None, "", ["Mars"])
    assert (wanted(None), wanted(""), terms_of(None), spellings(None), code_of(None)) == (None, None, [], None, None)


def test_names_in_a_table_differ() -> None:
    """A city that has the name of its province is shown with its full name."""
    assert shown_each(["吉林", "吉林市", "杭州西湖区", None]) == {
        "吉林": "吉林",
        "吉林市": "吉林市",
        "杭州西湖区": "杭州",
    }


def test_spellings_in_traditional_characters_are_of_one_region() -> None:
    """For rows that have a text and no terms."""
    assert {"廣州", "廣州市", "廣東省廣州市", "广州"} <= set(spellings("广州") or ())
    assert {"臺灣", "台灣"} <= set(spellings("台湾") or ())


def test_spellings_in_latin_letters_are_of_one_region() -> None:
    """A name that several regions have is not a spelling of either; with its province it is."""
    of_suzhou = set(spellings("苏州") or ())
    assert {"Suzhou, Jiangsu", "suzhou, jiangsu"} <= of_suzhou
    assert not {"Suzhou", "suzhou", "Suzhou, Anhui"} & of_suzhou
    assert "Jilin" not in (spellings("吉林市") or ())
    assert {"Jilin", "Jilin Province"} <= set(spellings("吉林省") or ())
