"""The command line as a whole."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest

from livefair.__main__ import COMMANDS


def _livefair(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "livefair", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_the_list_of_commands_is_whole() -> None:
    """Every command has a file with the function or the group that is run."""
    for module in map(import_module, COMMANDS.values()):
        assert hasattr(module, "command") or hasattr(module, "app")


def test_help_names_every_command() -> None:
    """`livefair --help` shows them all, each with what it does."""
    said = _livefair("--help")
    assert said.returncode == 0
    lines = {line.split()[0]: line.split()[1:] for line in said.stdout.splitlines() if line.split()}
    assert all(lines.get(name) for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_each_has_help(name: str) -> None:
    """`livefair COMMAND --help` explains it and exits with 0."""
    said = _livefair(name, "--help")
    assert said.returncode == 0
    assert said.stdout.startswith(f"Usage: livefair {name}")


def test_a_failure_is_one_line() -> None:
    """What a person must change is said in one line, with status 1; a misunderstood command has status 2."""
    said = _livefair("topics", "--home", "/nowhere")
    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr == "livefair: no system runs in /nowhere: start one with `livefair up --home /nowhere`\n"
    assert _livefair("nonsense").returncode == 2
