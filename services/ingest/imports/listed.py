"""Cells that are the text of a list, as programs write them: `['1-1.5万/月']`, `["本科"]`, `[ 2 ]`, `[]`."""

from __future__ import annotations

import re

CHARACTERS_MAX = 20_000  # of a list; a longer text stays as it is

_TOKEN = re.compile(r"""[\[\],\s]|'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(-?\d+(?:\.\d+)?|\b(?:None|null|nan)\b)""")
_ESCAPED = re.compile(r"\\(.)")
_NOTHING = ("None", "null", "nan")
_CONTROLS = {"n": "\n", "r": "\n", "t": " "}


def unlisted(text: str) -> str | None:
    """What the list holds, with `、` between its parts; None where the text is no list (`[急聘]`)."""
    if not (text.startswith("[") and text.endswith("]")) or len(text) > CHARACTERS_MAX:
        return None
    parts, at = [], 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            return None
        at = token.end()
        part = next(filter(None, token.groups()), "")
        if token[3] not in _NOTHING:
            parts.append(_ESCAPED.sub(lambda found: _CONTROLS.get(found[1], found[1]), part).strip())
    return "、".join(filter(None, parts))
