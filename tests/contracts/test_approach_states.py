"""The page of an approach's states is the code's."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from services.fair.reads.card_answers import ApproachState
from services.fair.reads.cards import STATES
from tests.contracts import approach_states as states


def test_the_page_is_not_stale() -> None:
    """Where this fails: `make contracts`, and commit what it writes."""
    assert not states.is_stale()


def test_every_state_is_drawn() -> None:
    """All that the contract names, and that one may ask for."""
    assert {move.then for move in states.moves()} == {*get_args(ApproachState)} == {*STATES}


def test_a_check_writes_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says what is stale; without it the page is written, once."""
    monkeypatch.setattr(states, "PAGE", tmp_path / "states.md")
    assert states.main(["--check"]) == 1
    assert "docs/states.md: is stale" in capsys.readouterr().out
    assert [states.main([]), states.main([])] == [0, 0]
    assert capsys.readouterr().out == "written  docs/states.md\n"
