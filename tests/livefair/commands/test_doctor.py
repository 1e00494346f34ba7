"""The command `livefair doctor`: output and exit status."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from livefair.__main__ import application
from livefair.system import doctor


def test_a_line_for_each_thing(tmp_path: Path) -> None:
    """On a suitable machine every line is `ok`, and the status is 0."""
    result = CliRunner().invoke(application("doctor"), ["doctor", "--home", str(tmp_path)])
    assert result.exit_code == 0
    assert all(line.startswith("ok  ") for line in result.output.splitlines())


def test_what_is_needed_and_missing_is_status_1(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing requirement is marked and fails; a missing optional thing does neither."""
    monkeypatch.setattr(doctor, "installed_java", lambda: None)
    assert CliRunner().invoke(application("doctor"), ["doctor", "--home", str(tmp_path)]).exit_code == 0
    monkeypatch.setattr(doctor, "DISK_BYTES_MIN", 10**18)
    result = CliRunner().invoke(application("doctor"), ["doctor", "--home", str(tmp_path)])
    assert result.exit_code == 1
    assert "no  disk" in result.output
    assert "--  java" in result.output
