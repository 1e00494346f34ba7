"""The command `livefair replay`: output and exit status."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from typer.testing import CliRunner

from livefair.__main__ import application
from livefair.commands.replay import _tell
from livefair.failure import Failure
from livefair.rehearsal.show import Moment
from tests.livefair.rehearsal.test_show import a_session


async def test_it_tells_a_session_and_its_line(log: str, database: str, tmp_path: Path) -> None:
    """Each moment with its time, the admitted offsets, and that the tables agree."""
    host = await a_session(log, database, tmp_path)
    arguments = ["replay", str(host.session()), "--kafka", log, "--postgres", database, "--at-once", "--line"]
    done = await asyncio.to_thread(CliRunner().invoke, application("replay"), arguments)
    lines = done.output.splitlines()
    assert (done.exit_code, lines[-1]) == (0, "the tables say the same")
    assert lines[0].startswith("Live hour, started ")
    assert any("JobDropped" in line and "title Job a, cap 2" in line for line in lines)
    assert [line.split()[-2] for line in lines if line.startswith("drop 1 place")] == [f"stu-{n}" for n in range(5)]


def test_a_rehearsal_needs_to_know_whose_fair_it_is() -> None:
    """Refused before anything is read. A whole rehearsal is tested in `tests/e2e`."""
    with pytest.raises(Failure, match="say --org with --into"):
        CliRunner().invoke(
            application("replay"), ["replay", str(uuid4()), "--into", str(uuid4())], catch_exceptions=False
        )


def test_what_was_said_does_not_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """Escape sequences, new lines and direction marks in questions are printed escaped."""
    _tell(Moment(timedelta(seconds=1), "QuestionAsked", {"text": "住宿?\x1b[31m\x07\n\x9b\u202e"}))
    assert (
        capsys.readouterr().out == "+0:00:01           QuestionAsked        text 住宿?\\x1b[31m\\x07\\n\\x9b\\u202e\n"
    )
