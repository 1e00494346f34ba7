"""What the page of a fair's states shows."""

from __future__ import annotations

from typing import get_args

from schemas.catalog import FairState
from services.fair.fairs.fair import ALLOWED, MOVES, STATES
from tests.contracts import fair_states


def test_the_contract_and_the_domain_name_the_same_states() -> None:
    """Every state is entered or left by some move."""
    assert get_args(FairState) == STATES
    assert {state for met, then, _ in fair_states.arrows() for state in (met, then)} == set(STATES)


def test_everything_in_the_table_has_its_line() -> None:
    """The fair's own moves with their target states, other actions in words."""
    page = fair_states.page()
    assert {*fair_states.WORDS, *(what for what, _, _ in MOVES.values())} == set(ALLOWED)
    for what in ALLOWED:
        assert f"| `{what}`" in page
