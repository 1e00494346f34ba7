"""The installed version of the project."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def released() -> str:
    """The version; `0` in a folder that was not installed (the services' images)."""
    try:
        return version("livefair")
    except PackageNotFoundError:
        return "0"
