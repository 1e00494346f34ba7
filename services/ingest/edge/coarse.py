"""Which words about a person may enter the log: short ones without contacts or numbers. No I/O."""

from __future__ import annotations

import re

from plumbing.regions import region_at
from plumbing.visible import is_visible

FACET_CHARACTERS_MAX = 60
# Entered in the wrong field by many: addresses, numbers (also in groups: 138 0013 8000), links.
_TELLING = re.compile(r"[@＠]|\d(?:[\s.-]?\d){5}|://|\bwww\.", re.IGNORECASE)


def coarse(text: str | None) -> str | None:
    """The text, trimmed; None where it is long, shows nothing, or may be a contact or a number of a person."""
    facet = (text or "").strip()
    fits = 0 < len(facet) <= FACET_CHARACTERS_MAX and is_visible(facet)
    return facet if fits and not _TELLING.search(facet) else None


def coarse_region(text: str | None) -> str | None:
    """As `coarse`, but six digits that are a region's code (GB/T 2260) are a region and no person's number."""
    code = (text or "")[: FACET_CHARACTERS_MAX + 1].strip()
    return code if region_at(code) else coarse(text)
