"""The guides match the repository: links, commands, make targets, columns, pay formats."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from livefair.__main__ import COMMANDS
from services.ingest.imports.headers import FIELDS, columns_of
from services.ingest.imports.pay import read_pay
from services.ingest.imports.words import Unfit
from tests.architecture.sources import ROOT, kept_files

GUIDES = [path for path in kept_files() if path.suffix == ".md" and path.parts[0] not in ("web", "services")]
IMPORTING = (ROOT / "docs" / "importing.md").read_text()
PNG_PALETTE = 3  # the colour type in a PNG header
PICTURE_BYTES_MAX = 150_000
UNITS = {"hour": "an hour", "day": "a day", "month": "a month", "year": "a year"}


def rows_below(heading: str) -> list[list[str]]:
    """The cells of the table below a heading of the import guide, without the header rows."""
    section = IMPORTING.split(f"## {heading}\n")[1].split("\n## ")[0]
    table = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[2:]]


@pytest.mark.parametrize("path", GUIDES, ids=str)
def test_every_link_leads_somewhere(path: Path) -> None:
    """Within the repository; external links are not checked."""
    links = re.findall(r"\]\(([^)#\s]+)", (ROOT / path).read_text())
    inside = [link for link in links if "://" not in link]
    assert [link for link in inside if not (ROOT / path.parent / link).exists()] == []


@pytest.mark.parametrize("path", GUIDES, ids=str)
def test_every_command_that_is_named_exists(path: Path) -> None:
    """Every `make …` and `livefair …` in code spans exists."""
    code = " ".join(re.findall(r"`[^`]+`|```.*?```", (ROOT / path).read_text(), re.DOTALL))
    targets = set(re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z0-9-]+)", code)) <= targets
    assert set(re.findall(r"`(?:\.venv/bin/)?livefair ([a-z][a-z-]*)", code)) <= COMMANDS.keys()


@pytest.mark.parametrize("path", [path for path in kept_files() if path.suffix == ".png"], ids=str)
def test_pictures_are_compressed(path: Path) -> None:
    """As `docs/screenshots.py` saves them: with a palette, at most 150 KB, since a clone has every version."""
    picture = (ROOT / path).read_bytes()
    assert picture[12:16] == b"IHDR"
    assert picture[25] == PNG_PALETTE
    assert len(picture) <= PICTURE_BYTES_MAX


def test_decisions_are_numbered_and_listed() -> None:
    """Each decision has the three parts, and a line in the list."""
    folder = ROOT / "docs" / "decisions"
    listed = (folder / "README.md").read_text()
    decisions = sorted(path for path in folder.glob("*.md") if path.name != "README.md")
    assert len({path.name[:4] for path in decisions}) == len(decisions)
    for path in decisions:
        text = path.read_text()
        assert text.startswith(f"# {path.name[:4]}: ")
        assert all(f"\n## {part}\n" in text for part in ("Context", "Decision", "Consequences"))
        assert f"({path.name})" in listed


@pytest.mark.parametrize("row", rows_below("Columns"), ids=lambda row: row[0])
def test_headers_mean_what_the_guide_says(row: list[str]) -> None:
    """Each header of the table is read as the documented column, next to the required ones."""
    fields = re.findall(r"`([a-z_.]+)`", row[0])
    assert set(fields) <= set(FIELDS)
    for header in row[2].split(", "):
        needed = {"enterprise": "单位名称", "title": "岗位名称", "headcount": "招聘人数"}
        others = [words for field, words in needed.items() if field not in fields]
        columns = columns_of([*others, header], {}, needs_enterprise=True)
        assert any(field in columns for field in fields)


@pytest.mark.parametrize("row", rows_below("Pay"), ids=lambda row: row[0])
def test_pay_is_read_as_the_guide_says(row: list[str]) -> None:
    """The right side of the table is what the parser returns."""
    for written in re.findall(r"`([^`]+)`", row[0]):
        try:
            pay = read_pay(written)
        except Unfit:
            assert row[1].startswith("no salary, with a warning")
            continue
        if pay is None:
            assert row[1] == "no salary"
            continue
        ends = f"{pay['min']:,}" + (f" to {pay['max']:,}" if pay["max"] != pay["min"] else "")
        assert row[1].startswith(f"{ends} {pay['currency']} {UNITS[pay['period']]}")
