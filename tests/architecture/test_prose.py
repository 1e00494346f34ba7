"""The check of prose finds each habit, in every kind of file, and nothing in plain sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture import prose
from tests.architecture.prose import (
    CHECKED,
    EXAMPLES,
    PATTERNS,
    TREES,
    Habit,
    files_of,
    findings_in,
    habits,
    main,
)
from tests.architecture.sources import ROOT

PLAIN = """Slow consumers are disconnected and can resume. The person who asks sees their own applications.
To whom it belongs is a claim of the token. Who may do what? The old entries have no position."""


def words(text: str, name: str = "page.md") -> list[str]:
    return [found.words for found in findings_in(text, Path(name))]


@pytest.mark.parametrize("habit", habits(), ids=lambda habit: str(habit.example))
def test_each_habit_is_found_in_its_example(habit: Habit) -> None:
    """By its own pattern, once."""
    (found,) = [one for one in findings_in(habit.example, Path("page.md")) if one.instead == habit.instead]
    assert found.line == 1
    assert habit.pattern.fullmatch(found.words) or habit.pattern.search(habit.example)


def test_plain_sentences_have_no_findings() -> None:
    """Questions, relative clauses with a noun, and `old` before a noun are fine."""
    assert words(PLAIN) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("source.py", "# The room says what\n# became of it.\n"),
        ("source.py", '"""What became\nof it."""\n'),
        ("source.ts", "// what\n  // became of it"),
        ("page.md", "what became\nof it"),
    ],
)
def test_a_phrase_is_found_across_a_line_break(name: str, text: str) -> None:
    """Comments are wrapped like everything else."""
    assert len(words(text, name)) == 1


def test_code_in_a_page_is_no_prose() -> None:
    """Fenced blocks and code spans are skipped, and line numbers stay right."""
    text = "```\nwhoever\n```\n`whoever` is a word\nwhoever asks"
    (found,) = findings_in(text, Path("page.md"))
    assert found.line == 5


def test_names_in_python_are_no_prose() -> None:
    """Only docstrings, comments and strings are read, and line numbers stay right."""
    text = 'for who in rows:\n    whoever = who  # whoever asks\n    """Whoever asks"""\n    told(f"{who} to who")\n'
    found = findings_in(text, Path("source.py"))
    assert sorted((one.line, one.words) for one in found) == [(2, "whoever"), (3, "Whoever"), (4, "to who")]


def test_every_tree_has_files() -> None:
    """Otherwise a renamed tree would not be checked any more."""
    assert [tree for tree in TREES if not files_of(tree)] == []
    assert set(CHECKED) <= set(TREES)


def test_files_without_prose_are_not_read() -> None:
    """Each of them exists, so that a renamed one does not stay on the list."""
    exempt = {Path(name) for name in (*PATTERNS, *EXAMPLES)}
    assert [path for path in exempt if not (ROOT / path).is_file()] == []
    assert exempt.isdisjoint(path for tree in TREES for path in files_of(tree))


def test_the_command_counts_every_tree(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A tree can be checked once it has none. (`make check` reads all files.)"""
    monkeypatch.setattr(prose, "files_of", lambda tree: [])
    assert main(["--count"]) == 0
    assert [line.split()[1] for line in capsys.readouterr().out.splitlines()] == list(TREES)


def test_the_command_fails_with_each_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the file, the line, the words and what to write instead."""
    page = tmp_path / "page.md"
    page.write_text("# A page\n\nWhoever asks is answered.\n")
    monkeypatch.setattr(prose, "files_of", lambda tree: [page])
    assert main(["docs"]) == 1
    assert capsys.readouterr().out.startswith(f"{page}:3: 'Whoever': name the role")
