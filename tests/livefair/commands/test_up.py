"""The command `livefair up`: what it refuses before anything starts."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from livefair.__main__ import application
from livefair.failure import Failure


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("--fair", "13"), "--fair 13 is more than the 12 partitions"), (("--kafka", "x"), "neither mesh, apache nor")],
)
def test_a_choice_that_cannot_be_is_said(arguments: tuple[str, ...], said: str) -> None:
    """An impossible choice is refused in one line before anything starts."""
    result = CliRunner().invoke(application("up"), ["up", *arguments])
    assert isinstance(result.exception, Failure)
    assert said in str(result.exception)


@pytest.mark.parametrize("arguments", [("--notify", "0"), ("--rate-limit", "maybe"), ("--nonsense",)])
def test_a_misunderstanding_has_status_2(arguments: tuple[str, ...]) -> None:
    """An unknown option has status 2."""
    assert CliRunner().invoke(application("up"), ["up", *arguments]).exit_code == 2
