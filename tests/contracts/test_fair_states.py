"""The page of a fair's states is the code's."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from schemas.catalog import FairState
from services.fair.domain.fair import ALLOWED, MOVES, STATES
from tests.contracts import fair_states


def test_the_page_is_not_stale() -> None:
    """Where this fails: `make contracts`, and commit what it writes."""
    assert not fair_states.is_stale()


def test_the_contract_and_the_domain_name_the_same_states() -> None:
    """And every state is met by a move or left by one."""
    assert get_args(FairState) == STATES
    assert {state for met, then, _ in fair_states.arrows() for state in (met, then)} == set(STATES)


def test_everything_in_the_table_has_its_line() -> None:
    """The fair's own moves with where they lead, the rest in words."""
    page = fair_states.page()
    assert {*fair_states.WORDS, *(what for what, _, _ in MOVES.values())} == set(ALLOWED)
    for what in ALLOWED:
        assert f"| `{what}`" in page


def test_a_check_writes_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says what is stale; without it the page is written, once."""
    monkeypatch.setattr(fair_states, "PAGE", tmp_path / "states.md")
    assert fair_states.main(["--check"]) == 1
    assert "docs/states.md: is stale" in capsys.readouterr().out
    assert [fair_states.main([]), fair_states.main(["--check"]), fair_states.main([])] == [0, 0, 0]
    assert capsys.readouterr().out == "written  docs/states.md\n"
