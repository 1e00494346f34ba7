"""The options that commands share."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from livefair.__main__ import application
from livefair.failure import Failure


@pytest.mark.parametrize("name", ["up", "token", "topics", "migrate", "import", "doctor"])
def test_the_home_is_asked_for_alike(name: str) -> None:
    """Commands for a local system share one option and default for its folder."""
    said = " ".join(CliRunner().invoke(application(name), [name, "--help"]).output.split())
    assert "--home" in said
    assert "The folder of the system, as `livefair up` was told. [default: .livefair]" in said


@pytest.mark.parametrize("command", [("topics",), ("dlq", "list"), ("dlq", "replay", "--all"), ("rebuild",)])
@pytest.mark.parametrize("kafka", ["localhost", "localhost:", ":9092", "a:1,b", "a:99999"])
def test_a_broker_that_is_no_address_is_said(command: tuple[str, ...], kafka: str) -> None:
    """An invalid broker address is refused before any connection."""
    result = CliRunner().invoke(application(command[0]), [*command, "--kafka", kafka])
    assert isinstance(result.exception, Failure)
    assert f"--kafka {kafka} is not HOST:PORT" in str(result.exception)
