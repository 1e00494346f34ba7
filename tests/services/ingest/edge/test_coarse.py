"""Which words of a person may be in the log."""

from __future__ import annotations

import pytest

from services.ingest.edge.coarse import FACET_CHARACTERS_MAX, coarse, coarse_region


@pytest.mark.parametrize(
    "text", [None, "", "  ", "li@example.org", "138 0013 8000", "www.example.org", "y" * 61, "\u200b", "\u3164"]
)
def test_contacts_numbers_and_long_texts_are_left_out(text: str | None) -> None:
    """Empty text, and one that shows nothing, are left out too."""
    assert coarse(text) is None


@pytest.mark.parametrize("text", [" 杭州 ", "Class of 2026", "y" * FACET_CHARACTERS_MAX])
def test_short_words_stand_without_the_spaces_around_them(text: str) -> None:
    """Spaces around them are removed; a year is allowed."""
    assert coarse(text) == text.strip()


@pytest.mark.parametrize(
    ("text", "kept"), [("330100", "330100"), (" 330106", "330106"), ("杭州", "杭州"), ("浙江 杭州", "浙江 杭州")]
)
def test_a_region_may_be_its_code(text: str, kept: str) -> None:
    """Six digits of GB/T 2260 are a region; elsewhere they are a number."""
    assert coarse_region(text) == kept
    assert coarse("330100") is None


@pytest.mark.parametrize("text", [None, "", "138001", "13800138000", "330100 138 0013 8000", "3" * 100_000])
def test_other_numbers_are_no_region(text: str | None) -> None:
    """Such as the beginning of a telephone number."""
    assert coarse_region(text) is None
