"""The valid values of a claim that names somebody. Imports nothing, so that issuers and verifiers can share it."""

from __future__ import annotations

from typing import TypeGuard

TEXT_CHARACTERS_MAX = 200


def may_name(value: object) -> TypeGuard[str]:
    """Whether it is a short text without line breaks and without characters that break a header."""
    return isinstance(value, str) and 1 <= len(value) <= TEXT_CHARACTERS_MAX and value.isprintable()
