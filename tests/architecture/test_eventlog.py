"""The event log is independent of any service: no imports, and no words of the domain."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.sources import imported, python_files, text_of

FILES = python_files("plumbing/eventlog")
NOUNS = (
    "fair|booth|job|resume|application|student|enterprise|organizer|session|card|approach|invitation|staff|chat|room"
)
WORDS = re.compile(rf"\b(?:{NOUNS})s?\b", re.IGNORECASE)
OTHERWISE = ("consumer.resume(", "has room for")


@pytest.mark.parametrize("path", FILES, ids=str)
def test_it_has_no_word_of_the_domain(path: Path) -> None:
    """Not even in comments."""
    lines = [line for line in text_of(path).splitlines() if not any(used in line for used in OTHERWISE)]
    assert [line for line in lines if WORDS.search(line)] == []


@pytest.mark.parametrize("path", [*FILES, *python_files("tests/plumbing/eventlog")], ids=str)
def test_neither_it_nor_its_tests_import_a_service(path: Path) -> None:
    """The package imports only plumbing, and its tests no service either."""
    ours = {name.split(".")[0] for name in imported(path)} & {"schemas", "services", "livefair", "tests"}
    assert ours <= ({"schemas", "livefair", "tests"} if path.parts[0] == "tests" else set())
    assert not any(name.startswith("tests.services") for name in imported(path))
