"""How files look: documented, short, well named, each with its test."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.architecture.sources import (
    EVERYTHING,
    PRODUCT,
    ROOT,
    for_each,
    functions,
    has_code,
    imported,
    module_name,
    python_files,
    text_of,
    tree_of,
)

FILE_LINES_MAX = 300
FUNCTION_LINES_MAX = 60
MAIN_LINES_MAX = 25
SHAPELESS = {"utils", "util", "common", "helpers", "helper", "core", "manager", "managers", "misc"}
SERVICES = ("ingest", "fair", "notify")

TESTED_ELSEWHERE = {
    "livefair/bench": "a benchmark is no test and asserts nothing: it is run by `make bench`",
    "schemas": "the contracts' tests read every model: tests/contracts",
    "services/fair/*/noun.py": "registered by the completeness test: tests/services/fair/engine/test_registry.py",
    "services/fair/*/wire.py": "through the whole reading: tests/services/fair/engine/test_commands.py",
    "services/fair/__main__.py": "started as a process by the tests of the system: tests/e2e",
}
"""Modules or folders without a test file of their own name, and where they are tested instead."""
WITH_TESTS = {"services/fair/kernel/noun.py"}
"""Modules of a pattern above that have a test file of their own."""


def own_test(path: Path) -> Path:
    """The path of a module's test file: `livefair/__main__.py` has `tests/livefair/test_main.py`."""
    name = path.stem.strip("_") if path.stem.startswith("__") else path.stem
    return ROOT / "tests" / path.parent / f"test_{name}.py"


def is_tested_elsewhere(path: Path) -> bool:
    return any(path.match(name) or Path(name) in path.parents for name in TESTED_ELSEWHERE)


@for_each(python_files(*EVERYTHING))
def test_every_file_says_what_it_owns(path: Path) -> None:
    """Every file begins with a docstring, except an empty `__init__` of tests."""
    assert ast.get_docstring(tree_of(path)) or (path.name == "__init__.py" and not text_of(path).strip())


@for_each(python_files(*EVERYTHING))
def test_files_are_short(path: Path) -> None:
    """A file of at most 300 lines can be read without getting lost."""
    assert text_of(path).count("\n") <= FILE_LINES_MAX


@for_each(python_files(*EVERYTHING))
def test_functions_are_short(path: Path) -> None:
    """About ten lines; never over sixty."""
    long = {node.name: node.end_lineno - node.lineno + 1 for node in functions(path) if node.end_lineno}
    assert {name: lines for name, lines in long.items() if lines > FUNCTION_LINES_MAX} == {}


@for_each(python_files(*EVERYTHING))
def test_names_say_what_is_inside(path: Path) -> None:
    """A module called utils would collect unrelated code."""
    assert not SHAPELESS & set(path.with_suffix("").parts)


@for_each(path for path in python_files(*PRODUCT) if path.name == "__main__.py")
def test_a_main_only_starts(path: Path) -> None:
    """Everything else can be tested. The command line's main also has its list of commands."""
    limit = MAIN_LINES_MAX if path.parts[0] == "services" else 2 * FUNCTION_LINES_MAX
    assert text_of(path).count("\n") <= limit


@for_each(python_files("services", "plumbing", "schemas"))
def test_only_settings_read_the_environment(path: Path) -> None:
    """All variables of a service are in one place."""
    reads = any("os.environ" in ast.unparse(node) or "getenv" in ast.unparse(node) for node in tree_of(path).body)
    assert not reads or path.name == "settings.py"


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_has_the_same_spine(service: str) -> None:
    """A developer who knows one service knows where to begin in the others."""
    there = {path.name for path in (ROOT / "services" / service).glob("*.py")}
    assert {"__init__.py", "__main__.py", "settings.py", "wiring.py"} <= there


@for_each(path for path in python_files(*PRODUCT) if has_code(path))
def test_every_module_has_a_test_file(path: Path) -> None:
    """At the same path below `tests/`, or the list has the reason."""
    assert own_test(path).exists() or is_tested_elsewhere(path)


@pytest.mark.parametrize("name", TESTED_ELSEWHERE)
def test_no_exception_outlives_its_reason(name: str) -> None:
    """Every entry of the list exists and has no test file of its own."""
    found = [path.relative_to(ROOT) for path in ROOT.glob(name)]
    assert found
    if name.endswith(".py"):
        assert not [path for path in found if own_test(path).exists() and str(path) not in WITH_TESTS]


@for_each(python_files("tests/e2e", "tests/faults"))
def test_black_boxes_import_no_service(path: Path) -> None:
    """e2e and fault tests know the system as its users do."""
    assert not {name for name in imported(path) if name.split(".")[0] in ("services", "plumbing")}


@for_each(python_files("tests"))
def test_tests_have_a_sentence_each(path: Path) -> None:
    """Every test has a docstring that says what it proves."""
    silent = [node.name for node in functions(path) if node.name.startswith("test_") and not ast.get_docstring(node)]
    assert silent == []


def test_every_module_can_be_named() -> None:
    """Two files with the same module name would hide each other."""
    names = [module_name(path) for path in python_files(*PRODUCT)]
    assert len(names) == len(set(names))
