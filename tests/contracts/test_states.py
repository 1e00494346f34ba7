"""What the page of an application's states shows."""

from __future__ import annotations

from typing import get_args

from schemas.application import ApplicationState
from tests.contracts import states


def test_every_state_is_drawn() -> None:
    """Every state of the contract."""
    assert {move.then for move in states.moves()} == {*get_args(ApplicationState)}


def test_each_arrow_is_in_the_diagram_and_in_the_table() -> None:
    """With the step and the side that may take it."""
    page = states.page()
    for met, then, step, side in states.moves():
        assert f"    {met} --> {then}: {step.strip('*')} ({side})\n" in page
        assert f"| {step} | {side} | " in page
