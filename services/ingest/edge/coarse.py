"""Which words about a person may enter the log: short ones without contacts or numbers. No I/O."""

from __future__ import annotations

import re

FACET_CHARACTERS_MAX = 60
# Entered in the wrong field by many: addresses, numbers (also in groups: 138 0013 8000), links.
_TELLING = re.compile(r"[@＠]|\d(?:[\s.-]?\d){5}|://|\bwww\.", re.IGNORECASE)


def coarse(text: str | None) -> str | None:
    """The text, trimmed; None where it is long, or may be a contact or a number of a person."""
    facet = (text or "").strip()
    return facet if 0 < len(facet) <= FACET_CHARACTERS_MAX and not _TELLING.search(facet) else None
