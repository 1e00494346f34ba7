"""Bodies of room chat."""

from __future__ import annotations

import pytest

from services.ingest.chat.bodies import one_line

NEWER = ["\U0001fae8", "\U00031350"]
"""An emoji and a name character of Unicode 15, which Python 3.11 does not know."""
STACKS = ["e\u0323\u0302", "1\ufe0f\u20e3", "\u0e19\u0e49\u0e33", "ab\u0301" * 33]


@pytest.mark.parametrize("text", ["a", "💼", "é", "👩\u200d🎓", "东　西", "«»", "1", "감\u3164사", *NEWER, *STACKS])
def test_one_line_is_left_as_it_is(text: str) -> None:
    """In any script."""
    assert one_line(text) == text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a\tb", "line break"),
        ("a\x85b", "line break"),
        ("a\u2029b", "line break"),
        ("\u2067a", "direction"),
        ("a\u061cb", "direction"),
        ("a\ufff9b\ufffac\ufffb", "direction"),
        ("\u3000", "nothing to see"),
        ("\u200b", "nothing to see"),
        ("\u0301", "nothing to see"),
        ("\u3164\u2800\u115f", "nothing to see"),
        ("a" + 7 * "\u0321", "more than 6 marks"),
        ("a" + 50 * "\u0321\u200d", "more than 6 marks"),
    ],
)
def test_what_is_no_line_is_refused(text: str, why: str) -> None:
    """With the reason."""
    with pytest.raises(ValueError, match=why):
        one_line(text)
