"""Valid values of a claim that names a person or an organization."""

from __future__ import annotations

import pytest

from plumbing.auth.claims import TEXT_CHARACTERS_MAX, may_name


@pytest.mark.parametrize("value", ["a", "张伟 (HR)", "x" * TEXT_CHARACTERS_MAX])
def test_short_lines_may(value: str) -> None:
    """Short single lines in any script."""
    assert may_name(value)


@pytest.mark.parametrize("value", [None, 7, "", "x" * (TEXT_CHARACTERS_MAX + 1), "a\nb", "a\0", "a\u202eb"])
def test_others_may_not(value: object) -> None:
    """Anything that is no text, empty, too long, or has a line break."""
    assert not may_name(value)
