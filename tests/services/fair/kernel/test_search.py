"""Search terms of texts and queries, Chinese and English."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.fair.kernel import search
from services.fair.kernel.search import NOTHING, TOKENS_MAX, VERSION, query, terms

TABLE = {
    "": [],
    "Data Engineer, data!": ["data", "engineer", "engin"],
    "数据": ["数", "据", "数据"],
    "C++ 工程师": ["c", "工", "程", "师", "工程", "程师"],
    "ＡＩ２": ["ai2"],
    "Java开发": ["java", "开", "发", "开发"],
    "snake_case": ["snake", "case"],
    "x" * 100: ["x" * 64],
    "软件（杭）": ["软", "件", "软件", "件杭", "杭"],
    "软件。杭": ["软", "件", "软件", "杭"],
    "軟體": ["软", "体", "软体", "件", "软件"],
    "front-end": ["front", "end", "frontend"],
    "nurse's": ["nurse", "nurs"],
    "𠮷野": ["𠮷", "野", "𠮷野"],
}


@pytest.mark.parametrize("text", TABLE)
def test_the_terms_of_a_text(text: str) -> None:
    """Latin words and their stems, Chinese as characters and bigrams, each once; also across a bracket or a space."""
    assert terms(text) == TABLE[text]


def test_a_query_asks_for_bigrams() -> None:
    """A Chinese word of two or more characters is searched as bigrams, a single character as itself."""
    assert query("工程师 Java").words == (("工程", "程师"), ("java",))
    assert query("工").terms == ["工"]
    assert (query("（）").terms, query("（）").key) == ([], "")


def test_a_query_may_be_read_otherwise() -> None:
    """With the mainland's words, or without hyphens; most queries have one reading."""
    assert query("軟體").words == (("软体",),)
    assert query("軟體").others == ("软件",)
    assert query("front-end 工程").others == ("frontend", "工程")
    assert query("软件").others == (NOTHING,)
    assert query("java Hangzhou").others == ("java", "杭州")
    assert query("軟體 xi'an").others == ("软件", "西安")
    assert query("Suzhou").others == (NOTHING,)


def test_old_rows_have_plain_terms() -> None:
    """What was searched for before texts were folded: no stems, no simplified forms."""
    assert query("軟體 Engineers").plain == ["軟體", "engineers"]
    assert query("工 a").plain == ["工", "a"]


@given(st.text(alphabet="数据工程師軟體 abc_-１Ａé（）。", max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_a_text_is_found_by_its_parts(text: str, begin: int, end: int) -> None:
    """Every query that is a part of a text, as far as words are whole, finds the text."""
    part = text[begin:end]
    if not any(character.isascii() or character in "１Ａé" for character in part.replace(" ", "")):
        assert set(query(part).terms) <= set(terms(text))
    assert set(query(text).terms) <= set(terms(text))
    assert query(part).key in search.key(text)


def test_there_is_a_bound() -> None:
    """The number of terms is bounded; no text has no terms."""
    assert len(terms(" ".join(map(str, range(5_000))))) == TOKENS_MAX
    assert terms(None) == []


def test_filters_and_versions_are_no_words() -> None:
    """No text has their terms, so nothing that is typed asks for them."""
    fair = search.of_fair(UUID(int=7))
    for term in (VERSION, NOTHING, fair, search.of_filter("region", "x" * 99), *search.in_title(["a"])):
        assert term not in query(term).terms
        assert len(term) <= 80
    assert "jobs.words" in search.waits("jobs")


@pytest.mark.parametrize(
    ("text", "joints"),
    [
        ("工程 管理 助理", ["程管", "理助"]),
        ("工程", []),
        ("工程 engineer", []),
        ("工程。管理", []),
        ("「工程」管理", ["程管"]),
    ],
)
def test_chinese_words_meet_in_bigrams(text: str, joints: list[str]) -> None:
    """Where a query has Chinese words alone, in one sentence."""
    assert query(text).joints == joints
