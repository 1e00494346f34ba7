"""Finding Java and Maven."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from livefair.servers import java
from livefair.servers.child import StartFailed


def test_the_java_found_is_new_enough() -> None:
    """The Java that is found can run Kafka."""
    assert java.java_version(java.find_java()) >= java.JAVA_VERSION_MIN


def test_another_program_is_no_java(tmp_path: Path) -> None:
    """A program that prints no version counts as version 0."""
    impostor = tmp_path / "java"
    impostor.write_text("#!/bin/sh\necho hello\n")
    impostor.chmod(0o755)
    assert java.java_version(str(impostor)) == 0


def test_who_may_not_install_is_told_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Java and without root, one line says what to run."""
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(StartFailed, match=r"Java 17 is missing.*run `sudo apt-get install .*openjdk-17"):
        java.find_java.__wrapped__()
    with pytest.raises(StartFailed, match=r"Maven is missing.*run `sudo apt-get install .*maven`"):
        java.find_maven.__wrapped__()


def test_a_reason_of_apt_get_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If apt-get fails for root, its last line is shown, since running the same command would fail again."""
    apt = tmp_path / "apt-get"
    apt.write_text("#!/bin/sh\necho Reading package lists...\necho 'E: Unable to locate package maven' >&2\nexit 100\n")
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(java, "installed_maven", lambda: None)
    with pytest.raises(
        StartFailed, match=r"could not bring it \(E: Unable to locate package maven\): run `sudo apt-get"
    ):
        java.find_maven.__wrapped__()
