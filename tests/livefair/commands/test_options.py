"""The options that commands share."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from livefair.__main__ import application


@pytest.mark.parametrize("name", ["up", "token", "topics", "migrate", "import", "doctor"])
def test_the_home_is_asked_for_alike(name: str) -> None:
    """Commands that work on a local system find it by the same option with the same default."""
    said = " ".join(CliRunner().invoke(application(name), [name, "--help"]).output.split())
    assert "--home" in said
    assert "The folder of the system, as `livefair up` was told. [default: .livefair]" in said
