"""The text of a list is read as the list, and nothing else is taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.imports.listed import CHARACTERS_MAX, unlisted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[]", ""),
        ("[ ]", ""),
        ("['']", ""),
        ("[null]", ""),
        ("[None, nan]", ""),
        ("['1-1.5万/月']", "1-1.5万/月"),
        ('["本科"]', "本科"),
        ("['Python', 'SQL']", "Python、SQL"),
        ("['Python' 'SQL']", "Python、SQL"),
        ("[ 2 ]", "2"),
        ("[1.5, -2]", "1.5、-2"),
        ("[['杭州'], ['宁波']]", "杭州、宁波"),
        (r"['it\'s', 'a\nb']", "it's、a\nb"),
        ("['null']", "null"),
    ],
)
def test_a_list_is_read(text: str, expected: str) -> None:
    """Of Python, JSON and NumPy, with strings or numbers."""
    assert unlisted(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "焊工", "[急聘]", "[急聘] 焊工 [杭州]", "[", "['a'", "'a'", "[a, b]", "['" + "x" * CHARACTERS_MAX + "']"],
)
def test_what_is_no_list_stays(text: str) -> None:
    """A remark in brackets, an unclosed quote, words without quotes."""
    assert unlisted(text) is None


@given(st.text(alphabet="[]'\",\\ a1杭n") | st.lists(st.text(alphabet="a杭 1", min_size=1)).map(repr))
def test_any_text_is_a_list_or_none(text: str) -> None:
    """No text raises an error."""
    found = unlisted(text)
    assert found is None or text.startswith("[")
