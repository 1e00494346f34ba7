"""The page that shows a feature file by file has the text of those files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "adding-a-feature.md").read_text()
STEPS = re.findall(r"^### \[(.+)\]\(\.\./(.+)\)\n((?:(?!#).*\n)*)", PAGE, re.MULTILINE)
"""For each file: its name, its link, and the text below it."""


def hunks(text: str) -> list[list[str]]:
    """For each diff the lines that the file has afterwards."""
    found = re.findall(r"^```diff\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [[line[1:] for line in hunk.splitlines() if not line.startswith("-")] for hunk in found]


def stands_in(hunk: list[str], lines: list[str]) -> bool:
    """Whether these lines are in the text, consecutively."""
    return any(lines[at : at + len(hunk)] == hunk for at in range(len(lines)))


@pytest.mark.parametrize(("name", "link", "text"), STEPS, ids=[name for name, _, _ in STEPS])
def test_each_hunk_stands_in_its_file(name: str, link: str, text: str) -> None:
    """Each link leads to the file, which has the lines of each hunk."""
    assert name == link
    assert hunks(text)
    lines = (ROOT / name).read_text().splitlines()
    assert [hunk for hunk in hunks(text) if not stands_in(hunk, lines)] == []


def test_every_diff_is_below_its_file() -> None:
    """A diff in another place would not be compared."""
    assert sum(len(hunks(text)) for _, _, text in STEPS) == PAGE.count("```diff\n") > len(STEPS)


def test_a_hunk_that_is_not_there_is_found() -> None:
    """All lines are compared except those that the change removes."""
    [hunk] = hunks("```diff\n kept\n-gone\n+added\n```\n")
    assert stands_in(hunk, ["before", "kept", "added"])
    assert not stands_in(hunk, ["kept", "gone", "added"])
