"""A text is visible if any of its characters is drawn."""

from __future__ import annotations

import pytest

from plumbing.visible import is_visible

NEWER = ["\U0001fae8", "\U00031350"]
"""An emoji and a name character of Unicode 15, which Python 3.11 does not know."""


@pytest.mark.parametrize("text", ["a", "ＡＢＣ", "💼", "é", "«»", "1", "감\u3164사", "\u202ea", "\u200b。", *NEWER])
def test_letters_numbers_and_signs_are_seen(text: str) -> None:
    """In any script, whatever stands beside them."""
    assert is_visible(text)


@pytest.mark.parametrize(
    "text",
    ["", " ", "\u3000", "\u200b", "\u202e", "\u2066\u2069", "\u3164\u2800\u115f\uffa0", "\u0301", "\ufeff\u00ad"],
)
def test_zero_width_and_filler_characters_are_not_seen(text: str) -> None:
    """Blanks, characters that turn the direction of text, fillers, and marks without a letter."""
    assert not is_visible(text)
