"""Puts a text of several lines into one, as a name or a title needs it."""

from __future__ import annotations

import unicodedata


def in_one_line(text: str) -> str:
    """The text without line breaks and control characters.

    A line break in a cell is the layout of its column. Between two Chinese characters nothing remains of it, between
    other words a blank.
    """
    if text.isprintable():
        return text
    parts = [part for part in map(str.strip, map(_printed, text.splitlines())) if part]
    line = parts[0] if parts else ""
    for part in parts[1:]:
        line += part if _is_wide(line[-1]) and _is_wide(part[0]) else f" {part}"
    return line


def _printed(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(" " if unicodedata.category(character) == "Cc" else character for character in text)


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"
