"""Finds turns of phrase that plain technical English does without, in docs, docstrings, comments and page texts.

Owns which trees are checked and what counts as a finding; the phrases themselves stand in `habits.toml`. Must not know
single lines: a finding is rewritten, never excused.

    python -m tests.architecture.prose            the findings of the checked trees; exit status 1 where there are any
    python -m tests.architecture.prose --count    the number of findings of every tree
    python -m tests.architecture.prose TREE ...   the findings of these trees
"""

from __future__ import annotations

import io
import re
import sys
import tokenize
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.architecture.sources import ROOT, kept_files

TREES = ("docs", "schemas", "plumbing", "services", "livefair", "tests", "scripts", "deploy", "web")
"""`docs` is every Markdown file that people write; of the others, the folder of that name. Pages that `make contracts`
draws belong to `tests`, where their words stand."""
CHECKED = ("docs", "schemas", "plumbing", "services", "livefair", "tests", "scripts", "deploy", "web")
"""The trees that `make check` holds to the rules."""

SUFFIXES = {".md", ".py", ".ts", ".tsx", ".mjs", ".css", ".html", ".sql", ".sh", ".toml", ".yml", ".yaml", ".c", ""}
PATTERNS = ("services/fair/jobs/english_wordings.py",)
"""Regular expressions that are matched against ads: no prose, and never edited once in force."""
EXAMPLES = ("tests/architecture/habits.toml", "tests/architecture/test_prose.py")
"""They hold sentences that break the rules, to show what is found."""
BUILT = ("services/fair/pages/", "web/node_modules/")
EXEMPT = (*PATTERNS, *EXAMPLES, *BUILT)
DRAWN = "docs/*-states.md"
HABITS = Path(__file__).with_name("habits.toml")
GAP = r"(?:\s|#|//|\*|--)+"
CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Habit:
    """A turn of phrase to avoid."""

    pattern: re.Pattern[str]
    instead: str
    example: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Where a habit was met; `line` counts from 1."""

    path: Path
    line: int
    words: str
    instead: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.words!r}: {self.instead}"


@cache
def habits() -> tuple[Habit, ...]:
    listed = tomllib.loads(HABITS.read_text(encoding="utf-8"))["habit"]
    return tuple(Habit(compiled(one["pattern"]), one["instead"], one["example"]) for one in listed)


def compiled(pattern: str) -> re.Pattern[str]:
    """A space outside a look-behind, which must have a fixed width, stands for any gap between two words."""
    pieces = re.split(r"(\(\?<[=!][^)]*\))", pattern)
    spaced = [piece if piece.startswith("(?<") else piece.replace(" ", GAP) for piece in pieces]
    return re.compile(rf"(?<!\w)(?:{''.join(spaced)})(?!\w)", re.IGNORECASE)


def findings_in(text: str, path: Path) -> Iterator[Finding]:
    """In the order of the habits. Code inside Markdown and the names in Python are no prose."""
    prose = WITHOUT_CODE.get(path.suffix, str)(text)
    for habit in habits():
        for found in habit.pattern.finditer(prose):
            line = prose.count("\n", 0, found.start()) + 1
            yield Finding(path, line, " ".join(found.group().split()), habit.instead)


def without_spans(text: str) -> str:
    """Markdown with fenced blocks and code spans blanked, so that lines keep their numbers."""
    return CODE.sub(lambda found: re.sub(r"[^\n]", "`", found.group()), text)


def without_names(text: str) -> str:
    """Python with keywords and names blanked: comments, docstrings and other strings stay where they are."""
    lines = io.StringIO(text).readlines()
    for token in tokenize.generate_tokens(iter([*lines, ""]).__next__):
        if token.type == tokenize.NAME:
            (row, begin), (_, end) = token.start, token.end
            lines[row - 1] = lines[row - 1][:begin] + "`" * (end - begin) + lines[row - 1][end:]
    return "".join(lines)


WITHOUT_CODE = {".md": without_spans, ".py": without_names}
"""The other kinds of file are read as they are: in TSX, a page's text stands between tags."""


def files_of(tree: str) -> list[Path]:
    """The kept files of a tree that hold prose."""
    return [path for path in kept_files() if tree_of(path) == tree and path.suffix in SUFFIXES and not is_exempt(path)]


def tree_of(path: Path) -> str:
    if path.match(DRAWN):
        return "tests"
    return "docs" if path.suffix == ".md" else path.parts[0]


def is_exempt(path: Path) -> bool:
    return path.as_posix().startswith(EXEMPT)


def findings_of(tree: str) -> list[Finding]:
    found = [one for path in files_of(tree) for one in findings_in((ROOT / path).read_text(encoding="utf-8"), path)]
    return sorted(found, key=lambda one: (one.path, one.line))


def main(arguments: list[str]) -> int:
    if arguments == ["--count"]:
        for tree in TREES:
            print(f"{len(findings_of(tree)):5}  {tree}{'  checked' if tree in CHECKED else ''}")
        return 0
    found = [one for tree in arguments or CHECKED for one in findings_of(tree)]
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
