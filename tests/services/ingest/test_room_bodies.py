"""What the bodies of room life look like."""

from __future__ import annotations

import pytest

from services.ingest.room_bodies import one_line


@pytest.mark.parametrize("text", ["a", "💼", "é", "e\u0301", "👩\u200d🎓", "东　西", "«»", "1"])
def test_one_line_is_left_as_it_is(text: str) -> None:
    """Whatever the script."""
    assert one_line(text) == text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a\tb", "line break"),
        ("a\x85b", "line break"),
        ("a\u2029b", "line break"),
        ("\u2067a", "direction"),
        ("\u3000", "nothing to see"),
        ("\u200b", "nothing to see"),
        ("\u0301", "nothing to see"),
    ],
)
def test_what_is_no_line_is_refused(text: str, why: str) -> None:
    """With the reason."""
    with pytest.raises(ValueError, match=why):
        one_line(text)
