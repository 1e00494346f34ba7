"""A position in the log as text: written, parsed, and refused if it is malformed."""

from __future__ import annotations

import pytest

from plumbing.kafka.position import BadPosition, Position


def test_what_is_written_is_read() -> None:
    """`topic:partition:offset`, and back."""
    position = Position("livefair.fairs", 3, 10**17)
    assert str(position) == "livefair.fairs:3:100000000000000000"
    assert Position.parse(str(position)) == position


def test_places_of_one_partition_are_ordered() -> None:
    """By number, not by text."""
    assert Position("t", 0, 9) < Position("t", 0, 10)


BAD = ["", "t", "t:1", "t:1:", "t:-1:0", "t:1:2:3", "t:1:x", " t:1:2", "t:1:2\n", "t:1:²", "t:1:" + "9" * 19, "ü:1:2"]


@pytest.mark.parametrize("text", BAD)
def test_what_is_none_is_refused(text: str) -> None:
    """The message shows the expected form."""
    with pytest.raises(BadPosition, match=r"livefair\.fairs:3:42"):
        Position.parse(text)
