"""Programs that run to their end."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import psutil
import pytest

from livefair.servers.child import StartFailed
from livefair.servers.errand import run_errand


async def test_it_hears_what_was_said(tmp_path: Path) -> None:
    """It gets stdin, environment and folder; its output and exit status are returned."""
    code = "import os, sys; print(input(), os.environ['COLOUR'], os.getcwd()); sys.exit('at last')"
    said = await run_errand(sys.executable, "-c", code, told="hello\n", env={"COLOUR": "blue"}, cwd=tmp_path)
    assert said.status == 1
    assert f"hello blue {tmp_path}" in said.text
    assert said.last_line == "at last"


async def test_a_silent_one_is_said_to_be() -> None:
    """A program without output still gives a line for the message."""
    assert (await run_errand(sys.executable, "-c", "")).last_line == "it said nothing"


async def test_a_missing_one_is_said() -> None:
    """A missing program is one line."""
    with pytest.raises(StartFailed, match="cannot run /nowhere: No such file"):
        await run_errand("/nowhere")


async def test_one_that_nobody_waits_for_ends(tmp_path: Path) -> None:
    """If the caller is cancelled, the process ends."""
    mark = str(tmp_path)
    errand = asyncio.create_task(run_errand(sys.executable, "-c", "import time; time.sleep(60)", mark))
    async with asyncio.timeout(20):
        while not _marked(mark):
            await asyncio.sleep(0.01)
    errand.cancel()
    await asyncio.gather(errand, return_exceptions=True)
    assert _marked(mark) == []


def _marked(mark: str) -> list[psutil.Process]:
    return [child for child in psutil.Process().children() if mark in child.cmdline()[-1:]]
