"""The loud stop, in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys

PROGRAM = """
import atexit
from plumbing.telemetry.fatal import stop_process
from plumbing.telemetry.logging import configure
configure("fair", "fair-1")
atexit.register(lambda: print("waited"))
stop_process("it is stuck", lag=7)
print("went on")
"""


def test_it_ends_at_once_and_says_why() -> None:
    """Status 1, one line with the reason and the facts, and nothing after it."""
    ended = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=30, check=False)
    assert (ended.returncode, ended.stdout) == (1, "")
    [line] = ended.stderr.splitlines()
    said = json.loads(line)
    assert (said["event"], said["why"], said["lag"], said["level"]) == ("stopping", "it is stuck", 7, "critical")
