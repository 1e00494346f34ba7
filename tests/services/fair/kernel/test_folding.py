"""The form in which texts are searched."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.fair.kernel.folding import folded, mainland_reading

TABLE = {
    "ＡＢＣ科技（杭州）": "abc科技(杭州)",
    "軟體工程師": "软体工程师",
    "Résumé ÅNGSTRÖM Straße": "resume angstrom strasse",
    "Re\u0301sume\u0301": "resume",
    "软\u200b件\ufeff\u202e工\u3164程": "软件工程",
    "İstanbul": "istanbul",
    "裡面 麵包": "里面 面包",
    "": "",
}


@pytest.mark.parametrize("text", TABLE)
def test_spellings_of_one_word_are_one(text: str) -> None:
    """Width, case, accents, invisible characters and traditional forms make no difference."""
    assert folded(text, 100) == TABLE[text]


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("軟體工程師", "软件工程师"),
        ("資訊安全與資料庫", "信息安全与数据库"),
        ("程式設計師", "程序员"),
        ("方程式", None),
        ("软件工程师", None),
        ("plain", None),
    ],
)
def test_words_of_taiwan_have_those_of_the_mainland(text: str, reading: str | None) -> None:
    """Phrases are replaced, the longest first; a text without any has no other reading."""
    assert mainland_reading(text, 100) == reading


@given(st.text(alphabet="軟體工程師軟 Éeß（ＡＢ）\u200b裡", max_size=12), st.integers(0, 12), st.integers(0, 12))
def test_a_part_is_folded_as_within_the_whole(text: str, begin: int, end: int) -> None:
    """So every part of a text stands in the folded text."""
    assert folded(text[begin:end], 100) in folded(text, 100)


def test_it_takes_linear_time() -> None:
    """20,000 characters of any kind take a moment, and only the beginning of a text counts."""
    for text in ("軟體" * 10_000, "a\u0301\u0316" * 7_000, "程式設計" * 5_000, "\u200b" * 20_000):
        began = time.process_time()
        folded(text, 20_000)
        mainland_reading(text, 20_000)
        assert time.process_time() - began < 0.5
    assert folded("ab", 1) == "a"
