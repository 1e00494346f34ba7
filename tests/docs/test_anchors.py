"""Links to a heading within the documentation lead to an existing heading."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, kept_files

PAGES = [path for path in kept_files() if path.suffix == ".md" and path.parts[0] not in ("web", "services")]
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
ANCHORED = re.compile(r"\]\((?P<page>[^)#\s:]*)#(?P<anchor>[^)\s]+)\)")


def anchors(text: str) -> set[str]:
    """As GitHub makes them of headings: lower case, no punctuation, hyphens for spaces."""
    headings = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in HEADING.findall(FENCED.sub("", text)))
    return {heading.strip().replace(" ", "-") for heading in headings}


def lost(path: Path) -> list[str]:
    """The links of a page to headings that do not exist."""
    text = (ROOT / path).read_text(encoding="utf-8")
    found = []
    for link in ANCHORED.finditer(FENCED.sub("", text)):
        target = ROOT / path.parent / link["page"] if link["page"] else ROOT / path
        if target.suffix == ".md" and link["anchor"] not in anchors(target.read_text(encoding="utf-8")):
            found.append(link[0])
    return found


@pytest.mark.parametrize("path", PAGES, ids=str)
def test_every_anchor_has_its_heading(path: Path) -> None:
    """Within the repository."""
    assert lost(path) == []


def test_headings_become_anchors() -> None:
    """With code, punctuation and Chinese; text in fenced blocks is no heading."""
    text = "# The API\n\n## Are the counters right?\n\n## `make demo` and 中文\n\n```\n# not one\n```\n"
    assert anchors(text) == {"the-api", "are-the-counters-right", "make-demo-and-中文"}
