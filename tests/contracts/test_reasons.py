"""The list of reasons holds what the code refuses with, so that the test of the pages can ask for words of each."""

from __future__ import annotations

import ast

import pytest

from services.fair.applications import selection
from tests.contracts import reasons


def test_reasons_are_found_however_they_are_named() -> None:
    """As a text, as a constant, as the beginning of a state, and in moves that no person made."""
    found = reasons.reasons()
    assert {"too_many_invitations", "booth_refused", "fair_paused", "round_too_large", "moved_up", "drop_full"} <= found
    assert "application_viewed" not in found, "the pages put the word of the state into a sentence"


def test_a_reason_that_cannot_be_read_is_not_passed_over() -> None:
    """An unknown beginning, or an expression of another kind, fails the drawing of the list."""
    for given, error in (('f"sum_{1}"', KeyError), ("names[0]", TypeError)):
        with pytest.raises(error):
            list(reasons._named(ast.parse(given, mode="eval").body, selection))
