"""The command `livefair erase`, which asks before it does anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from livefair.__main__ import application
from livefair.failure import Failure
from livefair.servers.ports import free_port


def test_it_asks_first(tmp_path: Path) -> None:
    """Without a yes nothing is erased, and the address is not even looked up."""
    given = ["erase", "--person", "stu-1", "--home", str(tmp_path)]
    result = CliRunner().invoke(application("erase"), given, input="n\n")
    assert "Erase stu-1 for good?" in result.output
    assert isinstance(result.exception, Failure)
    assert str(result.exception) == "nobody was erased"


def test_it_says_that_nobody_answers(tmp_path: Path) -> None:
    """In one line, with the address."""
    address = f"http://127.0.0.1:{free_port()}"
    given = ["erase", "--person", "stu-1", "--yes", "--ingest", address, "--token", "t", "--home", str(tmp_path)]
    with pytest.raises(Failure, match=address):
        CliRunner().invoke(application("erase"), given, catch_exceptions=False)
