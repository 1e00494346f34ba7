"""Text in the fonts of the PDF."""

from __future__ import annotations

import pytest

from services.fair.report.type import CHINESE, style, text


@pytest.mark.parametrize(
    ("words", "faces"),
    [
        ("Autumn fair", {"Helvetica"}),
        ("秋季双选会", {CHINESE}),
        ("2026 秋季 fair", {"Helvetica", CHINESE}),
        ("<b>&amp;", {"Helvetica"}),
        ("Łódź", {"Helvetica", CHINESE}),
    ],
)
def test_each_character_is_set_in_a_face_that_has_it(words: str, faces: set[str]) -> None:
    """Every character appears as written, even if it looks like markup."""
    paragraph = text(words, style(9))
    assert {fragment.fontName for fragment in paragraph.frags} == faces
    assert "".join(fragment.text for fragment in paragraph.frags) == words


def test_what_cannot_be_set_is_a_box_and_what_is_long_is_cut() -> None:
    """Emoji and control characters become a box, and long text is cut."""
    assert text("a\x07b😀", style(9)).getPlainText() == "a□b□"
    assert text("x" * 50, style(9), 10).getPlainText() == "x" * 9 + "…"


@pytest.mark.parametrize("unseen", ["\u200b", "\u202e", "\u2066", "\u00ad", "\ufe0f", "\u3164", "\ufeff", "\U000e0020"])
def test_what_nobody_sees_is_left_out(unseen: str) -> None:
    """A character that shows nothing breaks no word in two and is no box."""
    (fragment,) = text(f"Wel{unseen}der", style(9)).frags
    assert (fragment.text, fragment.fontName) == ("Welder", "Helvetica")
