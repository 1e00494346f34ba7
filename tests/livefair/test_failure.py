"""What ends a command."""

from __future__ import annotations

from livefair.failure import Failure, first_of


def test_the_first_is_found_in_groups_of_groups() -> None:
    """Tasks that fail in groups of groups are told by one of them."""
    first = Failure("first")
    group = ExceptionGroup("outer", [ExceptionGroup("inner", [first, Failure("second")]), Failure("third")])
    assert first_of(group) is first
