"""The threat model: what it says is stopped names the tests that show it, and they exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

PAGE = ROOT / "docs" / "security.md"
ROW = re.compile(r"^\| (?!wants)(?!---)(.+) \|$", re.MULTILINE)
LINK = re.compile(r"\[[^\]]+\]\(([^)]+)\)")
ROWS = ROW.findall(PAGE.read_text())


def shown_by(row: str) -> list[Path]:
    """The tests that the last cell links."""
    return [(PAGE.parent / link).resolve() for link in LINK.findall(row.rpartition(" | ")[2])]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.partition(" |")[0])
def test_what_is_stopped_is_shown_by_tests(row: str) -> None:
    """Each row has three cells, and its last one links files that hold tests."""
    assert row.count(" | ") == 2
    assert shown_by(row)
    for path in shown_by(row):
        assert path.is_relative_to(ROOT / "tests"), path
        assert path.name.startswith("test_")
        assert "def test_" in path.read_text(), path


def test_everybody_who_may_want_something_has_rows() -> None:
    """A section for each, and one for what is not stopped."""
    sections = re.split(r"^## ", PAGE.read_text(), flags=re.MULTILINE)[1:]
    wanting = [section for section in sections if "| wants |" in section]
    assert len(wanting) == 7
    assert all(len(ROW.findall(section)) >= 3 for section in wanting)
    assert sections[-1].startswith("What is not stopped")


def test_the_policy_links_it() -> None:
    """Somebody who looks for a vulnerability finds what is meant to be stopped."""
    assert "(docs/security.md)" in (ROOT / "SECURITY.md").read_text()
