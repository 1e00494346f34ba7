"""The page of an application's states is the code's."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from schemas.application import ApplicationState
from tests.contracts import states


def test_the_page_is_not_stale() -> None:
    """Where this fails: `make contracts`, and commit what it writes."""
    assert not states.is_stale()


def test_every_state_is_drawn() -> None:
    """All that the contract names."""
    assert {move.then for move in states.moves()} == {*get_args(ApplicationState)}


def test_each_arrow_is_in_the_diagram_and_in_the_table() -> None:
    """With the step and the side that takes it."""
    page = states.page()
    for met, then, step, side in states.moves():
        assert f"    {met} --> {then}: {step.strip('*')} ({side})\n" in page
        assert f"| {step} | {side} | " in page


def test_a_check_writes_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says what is stale; without it the page is written, once."""
    monkeypatch.setattr(states, "PAGE", tmp_path / "states.md")
    assert states.main(["--check"]) == 1
    assert "docs/states.md: is stale" in capsys.readouterr().out
    assert not states.PAGE.exists()
    assert [states.main([]), states.main(["--check"])] == [0, 0]
    assert states.main([]) == 0
    assert capsys.readouterr().out == "written  docs/states.md\n"
