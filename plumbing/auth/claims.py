"""What a claim that names somebody may be. Imports nothing: whoever makes tokens and whoever reads them asks here."""

from __future__ import annotations

from typing import TypeGuard

TEXT_CHARACTERS_MAX = 200


def may_name(value: object) -> TypeGuard[str]:
    """Whether it is text that is short, and breaks neither a line nor a header."""
    return isinstance(value, str) and 1 <= len(value) <= TEXT_CHARACTERS_MAX and value.isprintable()
