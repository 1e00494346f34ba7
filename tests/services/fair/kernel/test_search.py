"""Search words of texts and queries, Chinese and English."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.fair.kernel.search import TOKENS_MAX, query_tokens, tokens

TABLE = {
    "": [],
    "Data Engineer, data!": ["data", "engineer"],
    "数据": ["数", "据", "数据"],
    "C++ 工程师": ["c", "工", "程", "师", "工程", "程师"],
    "ＡＩ２": ["ai2"],
    "Java开发": ["java", "开", "发", "开发"],
    "snake_case": ["snake", "case"],
    "x" * 100: ["x" * 64],
}


@pytest.mark.parametrize("text", TABLE)
def test_the_words_of_a_text(text: str) -> None:
    """Latin words in lower case, Chinese as characters and bigrams, each once."""
    assert tokens(text) == TABLE[text]


def test_a_query_asks_for_bigrams() -> None:
    """A Chinese word of two or more characters is searched as bigrams, a single character as itself."""
    assert query_tokens("工程师 Java") == ["工程", "程师", "java"]
    assert query_tokens("工") == ["工"]


@given(st.text(alphabet="数据工程师 abc_-１Ａ", max_size=30))
def test_a_text_is_found_by_itself(text: str) -> None:
    """Every query made of a text's own words finds the text."""
    assert set(query_tokens(text)) <= set(tokens(text))


def test_there_is_a_bound() -> None:
    """The number of tokens is bounded; no text has no tokens."""
    assert len(tokens(" ".join(map(str, range(5_000))))) == TOKENS_MAX
    assert tokens(None) == []
