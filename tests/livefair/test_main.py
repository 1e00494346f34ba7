"""The command line as a whole."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from livefair.__main__ import COMMANDS, application

pytestmark = pytest.mark.long


def _livefair(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "livefair", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_the_list_of_commands_is_whole() -> None:
    """Every command has a file with its function or group."""
    for module in map(import_module, COMMANDS.values()):
        assert hasattr(module, "command") or hasattr(module, "app")


def test_help_names_every_command() -> None:
    """`livefair --help` lists all commands with their summary."""
    said = _livefair("--help")
    assert said.returncode == 0
    lines = {line.split()[0]: line.split()[1:] for line in said.stdout.splitlines() if line.split()}
    assert all(lines.get(name) for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_each_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`livefair COMMAND --help` exits with 0. In this process: other tests start real ones."""
    with pytest.raises(SystemExit) as ended:
        application(name)(args=[name, "--help"], prog_name="livefair")
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith(f"Usage: livefair {name}")


def test_a_failure_is_one_line() -> None:
    """Failures are one line with status 1; a wrong call has status 2."""
    said = _livefair("topics", "--home", "/nowhere")
    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr == "livefair: no system runs in /nowhere: start one with `livefair up --home /nowhere`\n"
    assert _livefair("nonsense").returncode == 2


@pytest.mark.parametrize("arguments", [("--help",), ("doctor", "--home", "/nowhere"), ("token", "--help")])
def test_a_full_disk_is_one_line(arguments: tuple[str, ...]) -> None:
    """Buffered or not, a write error is one line."""
    for unbuffered in ("", "1"):
        with Path("/dev/full").open("w") as full:
            said = _ended(arguments, stdout=full, PYTHONUNBUFFERED=unbuffered)
        assert (said.returncode, said.stderr) == (1, "livefair: the machine refuses: No space left on device\n")


def test_a_reader_who_left_hears_nothing() -> None:
    """`| head -1`: status 1, since not everything was printed, and no message."""
    for unbuffered in ("", "1"):
        reading, writing = os.pipe()
        os.close(reading)
        said = _ended(("doctor", "--home", "/nowhere"), stdout=writing, PYTHONUNBUFFERED=unbuffered)
        os.close(writing)
        assert (said.returncode, said.stderr) == (1, "")


def test_no_output_at_all_is_no_failure() -> None:
    """Started with closed output, as by some daemons."""
    command = f"{sys.executable} -m livefair --help >&-"
    said = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=60, check=False)
    assert (said.returncode, said.stderr) == (0, "")


def _ended(arguments: tuple[str, ...], stdout: Any, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "livefair", *arguments],
        stdout=stdout,
        stderr=subprocess.PIPE,
        env={**os.environ, **environment},
        text=True,
        timeout=60,
        check=False,
    )
