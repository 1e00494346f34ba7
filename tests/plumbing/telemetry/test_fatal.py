"""Ending the process on a fatal error, in a process of its own."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys

from plumbing.telemetry.fatal import must_go_on

PROGRAM = """
import atexit
from plumbing.telemetry.fatal import stop_process
from plumbing.telemetry.logging import configure
configure("fair", "fair-1")
atexit.register(lambda: print("waited"))
stop_process("it is stuck", lag=7)
print("went on")
"""

TASK = """
import asyncio
from plumbing.telemetry.fatal import must_go_on
async def fail(): raise RuntimeError("for once")
async def idle():
    task = asyncio.create_task(must_go_on(fail(), "nobody is counted"))
    await asyncio.sleep(60)
asyncio.run(idle())
"""


def test_it_ends_at_once_and_says_why() -> None:
    """Status 1, one line with the reason and the fields, and nothing after it."""
    ended = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=30, check=False)
    assert (ended.returncode, ended.stdout) == (1, "")
    [line] = ended.stderr.splitlines()
    said = json.loads(line)
    assert (said["event"], said["why"], said["lag"], said["level"]) == ("stopping", "it is stuck", 7, "critical")


def test_a_task_that_must_go_on_stops_its_process() -> None:
    """Nobody awaits the task, so nobody else would notice."""
    ended = subprocess.run([sys.executable, "-c", TASK], capture_output=True, text=True, timeout=30, check=False)
    assert ended.returncode == 1
    assert "nobody is counted: RuntimeError('for once')" in ended.stdout


async def test_a_task_that_is_cancelled_stops_nothing() -> None:
    """Cancelling is the normal end of a task."""
    task = asyncio.create_task(must_go_on(asyncio.Event().wait(), "it"))
    await asyncio.sleep(0)
    task.cancel()
    assert isinstance((await asyncio.gather(task, return_exceptions=True))[0], asyncio.CancelledError)
