"""What the page of an approach's states shows."""

from __future__ import annotations

from typing import get_args

from services.fair.cards.answers import ApproachState
from services.fair.cards.reads import STATES
from tests.contracts import approach_states as states


def test_every_state_is_drawn() -> None:
    """Every state of the contract, including those that a filter accepts."""
    assert {move.then for move in states.moves()} == {*get_args(ApproachState)} == {*STATES}
