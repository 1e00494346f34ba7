"""The command `livefair demo`: what it refuses before anything starts."""

from __future__ import annotations

from typer.testing import CliRunner

from livefair.__main__ import application
from livefair.failure import Failure


def test_a_missing_file_is_said_before_anything_starts() -> None:
    """A missing file of jobs is one line."""
    result = CliRunner().invoke(application("demo"), ["demo", "--jobs", "/nowhere/jobs.csv"])
    assert isinstance(result.exception, Failure)
    assert str(result.exception) == "there is no file /nowhere/jobs.csv: say --jobs PATH (make demo JOBS=PATH)"
