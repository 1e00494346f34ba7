"""The checks of a machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from livefair.system import doctor
from livefair.system.home import Home


def _findings(home: Home) -> dict[str, doctor.Finding]:
    return {finding.name: finding for finding in doctor.examine(home)}


def test_this_machine_is_fit(tmp_path: Path) -> None:
    """Where tests run, every check succeeds and has its line."""
    findings = _findings(Home(tmp_path / "new"))
    assert list(findings) == ["python", "postgres", "broker", "dbmate", "java", "maven", "ports", "disk", "home"]
    assert [finding for finding in findings.values() if not finding.ok] == []


def test_missing_java_is_no_fault_of_the_tour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The finding says how to get Java and for what, and it is not required."""
    monkeypatch.setattr(doctor, "installed_java", lambda: None)
    java = _findings(Home(tmp_path))["java"]
    assert (java.ok, java.needed) == (False, False)
    assert "apt-get install openjdk-17-jre-headless" in java.said


def test_a_full_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too little space is a finding that names the folder."""
    monkeypatch.setattr(doctor, "DISK_BYTES_MIN", 10**18)
    disk = _findings(Home(tmp_path))["disk"]
    assert not disk.ok
    assert "make room, or say --home on another disk" in disk.said


def test_a_running_system_is_seen(tmp_path: Path) -> None:
    """A running system is distinguished from a free home."""
    home = Home(tmp_path)
    with home.held():
        assert _findings(home)["home"].said.endswith("has a running system")
    assert _findings(home)["home"].said.endswith("is free")


def test_a_home_that_is_a_file_is_said(tmp_path: Path) -> None:
    """A file is neither a free home nor a running system."""
    (tmp_path / "home").touch()
    home = _findings(Home(tmp_path / "home"))["home"]
    assert (home.ok, home.said) == (False, f"{tmp_path / 'home'} is no folder: say --home ANOTHER")
