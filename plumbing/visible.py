"""Which texts show something when they are drawn. Zero-width and filler characters alone show nothing."""

from __future__ import annotations

import unicodedata

SEEN = frozenset("LNPS")  # Unicode's letters, numbers, punctuation and symbols
BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0\U0001d159")
"""Fillers: letters and symbols that are drawn as nothing."""


def is_visible(text: str) -> bool:
    """Whether any character of the text is drawn as something."""
    first = text[:1]
    return (first.isalnum() and first not in BLANK) or any(map(_is_seen, text))


def _is_seen(character: str) -> bool:
    """In the planes of emoji and rare Chinese characters, those newer than Python's Unicode count as visible too."""
    kind = unicodedata.category(character)
    newer = kind == "Cn" and 0x10000 <= ord(character) < 0x40000
    return newer or (kind[0] in SEEN and character not in BLANK)
