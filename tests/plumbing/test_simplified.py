"""Simplified characters of traditional ones."""

from __future__ import annotations

import pytest

from plumbing.simplified import is_traditional, simplified, table, traditional


@pytest.mark.parametrize(
    ("text", "right"),
    [("軟體工程師", "软体工程师"), ("廣州、臺灣", "广州、台湾"), ("約5人 Ä", "约5人 Ä"), ("plain", "plain"), ("", "")],
)
def test_each_character_has_one_for_it(text: str, right: str) -> None:
    """The length stays, and what is simplified or no Chinese stays as it is."""
    assert simplified(text) == right
    assert simplified(right) == right


def test_traditional_characters_are_known() -> None:
    """Whether any character has a simplified form."""
    assert [is_traditional(text) for text in ("軟", "软", "soft", "a軟")] == [True, False, False, True]


def test_a_text_is_written_in_traditional_characters() -> None:
    """In each usual way: of 台 both forms are in use."""
    assert traditional("台湾广州") == {"臺灣廣州", "台灣廣州"}
    assert all(simplified(form) == "重庆市" for form in traditional("重庆市"))


def test_no_form_has_another_form() -> None:
    """One step is enough: what stands in the table as simplified is nowhere traditional, save for a few rare ones."""
    again = {new for new in table().values() if ord(new) in table()}
    assert len(again) < 10
