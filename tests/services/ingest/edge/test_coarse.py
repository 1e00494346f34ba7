"""Which words of a person may be in the log."""

from __future__ import annotations

import pytest

from services.ingest.edge.coarse import FACET_CHARACTERS_MAX, coarse


@pytest.mark.parametrize("text", [None, "", "  ", "li@example.org", "138 0013 8000", "www.example.org", "y" * 61])
def test_contacts_numbers_and_long_texts_are_left_out(text: str | None) -> None:
    """Empty text is left out too."""
    assert coarse(text) is None


@pytest.mark.parametrize("text", [" 杭州 ", "Class of 2026", "y" * FACET_CHARACTERS_MAX])
def test_short_words_stand_without_the_spaces_around_them(text: str) -> None:
    """Spaces around them are removed; a year is allowed."""
    assert coarse(text) == text.strip()
