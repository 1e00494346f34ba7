"""The folders of nouns in fair: the same file names for the same role, and pure where the name says so.

Which file is pure follows from its name, so a new file is covered without being listed.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from tests.architecture.layers import with_nouns
from tests.architecture.sources import ROOT, imported, nouns_listed, python_files, tree_of

FAIR = Path("services/fair")
NOUNS = tuple(sorted({path.parent.name for path in (ROOT / FAIR).glob("*/noun.py")} - {"kernel"}))
"""The folders of nouns; the kernel's file says what a noun is."""
OUTSIDE = frozenset(
    {"store", "tables", "queries", "reads", "answers", "telling", "wire", "noun", "viewers", "statements"}
)
"""The roles that know SQL, HTTP, Kafka or the wire. All other files of a noun are pure."""
PURE_KERNEL = frozenset({"commands", "outcomes", "context", "items", "state"})
IMPURE_LIBRARY = frozenset(
    {"asyncio", "random", "time", "logging", "os", "pathlib", "socket", "subprocess", "threading"}
)
NEEDED = ("noun", "rows", "store", "wire")
"""The roles that each noun has."""


def role_of(path: Path) -> str:
    """`sessions/question_store.py` has the role of `store`."""
    return path.stem.rpartition("_")[2]


def is_pure(path: Path) -> bool:
    """Whether a file of services/fair has to be pure, by its folder and name."""
    folder = path.relative_to(FAIR).parts[0]
    if folder == "kernel":
        return path.stem in PURE_KERNEL
    return folder in NOUNS and role_of(path) not in OUTSIDE and path.stem != "__init__"


def impurities(path: Path, tree: ast.Module | None = None) -> list[str]:
    """What a pure file imports and must not: anything but the pure part of the standard library and pure files."""
    names = {_module_of(name) for name in imported(path)} if tree is None else {_module_of(n) for n in _names(tree)}
    return sorted(name for name in names if not _is_allowed(name))


def _names(tree: ast.Module) -> set[str]:
    froms = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    return froms | {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}


def _module_of(name: str) -> str:
    """The module of an imported name, which may be a class or function in it."""
    while "." in name and name.startswith("services.") and not _file_of(name).exists():
        name = name.rpartition(".")[0]
    return name


def _file_of(module: str) -> Path:
    path = ROOT / Path(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def _is_allowed(name: str) -> bool:
    if not name.startswith("services."):
        return name.split(".")[0] in sys.stdlib_module_names - IMPURE_LIBRARY
    path = _file_of(name).relative_to(ROOT)
    return path.name == "__init__.py" or (path.parts[:2] == FAIR.parts and is_pure(path))


PURE = [path for path in python_files(str(FAIR)) if len(path.relative_to(FAIR).parts) > 1 and is_pure(path)]


@pytest.mark.parametrize("path", PURE, ids=str)
def test_the_domain_is_pure(path: Path) -> None:
    """No clock, randomness, I/O, SQL or wire types, by what it imports."""
    assert impurities(path) == []


@pytest.mark.parametrize("line", ["import random", "from schemas.job import Salary", "import asyncpg", "import time"])
def test_an_impurity_is_found(line: str) -> None:
    """In a file of a noun that is not one of the roles outside."""
    path = FAIR / "jobs" / "new_rule.py"
    assert is_pure(path)
    assert impurities(path, ast.parse(line))


@pytest.mark.parametrize("noun", NOUNS)
def test_every_noun_has_the_same_files(noun: str) -> None:
    """Where one looks for a thing in one noun, it stands in all others."""
    there = {path.stem for path in (ROOT / FAIR / noun).glob("*.py")}
    assert set(NEEDED) <= there


def test_the_registry_lists_every_noun() -> None:
    """A folder with a `noun.py` that no line of the registry names would be silent."""
    assert set(nouns_listed()) == set(NOUNS)


def test_the_registry_orders_the_layers() -> None:
    """The first noun of the registry is the lowest layer of nouns."""
    layers = with_nouns(["engine", "NOUNS", "kernel"], nouns_listed())
    assert layers == ["engine", *reversed(nouns_listed()), "kernel"]
    assert nouns_listed()[0] == "fairs"


def test_classes_have_one_meaning() -> None:
    """No command, outcome or item of one noun has the name of another's."""
    seen: dict[str, Path] = {}
    for path in PURE:
        for node in tree_of(path).body:
            if isinstance(node, ast.ClassDef) and node.name not in ("Wanted",):
                assert node.name not in seen, f"{node.name}: {seen.get(node.name)} and {path}"
                seen[node.name] = path
