"""The command that prints the tables for a service's migrations."""

from __future__ import annotations

import subprocess
import sys

from plumbing.eventlog.tables import DDL


def test_the_tables_are_printed() -> None:
    """SQL and nothing else."""
    command = [sys.executable, "-m", "plumbing.eventlog"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == DDL
