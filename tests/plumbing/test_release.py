"""The version of the project."""

from __future__ import annotations

import importlib.metadata
import tomllib
from pathlib import Path

import pytest

from plumbing import release


def test_it_is_the_one_in_pyproject() -> None:
    """The installed version equals pyproject.toml's."""
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
    assert release.released() == project["version"]


def test_a_folder_that_was_not_installed_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Images copy folders without installing; their documents have version 0."""

    def missing(name: str) -> str:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(release, "version", missing)
    assert release.released() == "0"
