"""Which words of a person may stand in the log: short ones that name no contact and no number. No I/O."""

from __future__ import annotations

import re

FACET_CHARACTERS_MAX = 60
# What people put into the wrong field: addresses, numbers (also in groups: 138 0013 8000), links.
_TELLING = re.compile(r"[@＠]|\d(?:[\s.-]?\d){5}|://|\bwww\.", re.IGNORECASE)


def coarse(text: str | None) -> str | None:
    """The text where it may stand in the log; None where it is long, or may be a contact or a number of somebody's."""
    facet = (text or "").strip()
    return facet if 0 < len(facet) <= FACET_CHARACTERS_MAX and not _TELLING.search(facet) else None
