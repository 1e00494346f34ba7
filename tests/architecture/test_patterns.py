"""Every pattern of the project takes linear time, on any text. The wordings of ads have a test of their own."""

from __future__ import annotations

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest

from tests.architecture.adversarial import slow_text
from tests.architecture.sources import PRODUCT, for_each, module_name, python_files, tree_of

pytestmark = pytest.mark.long

FOR_OTHERS = {"services/fair/jobs/wording.py", "plumbing/http/straight.py", "plumbing/sealing/box.py"}
"""They compile what others give them: the wordings of ads and the names of fields, which tests of their own time, and a
route's path."""
TAKE_A_PATTERN = {"search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn"}
FILES = [path for path in python_files(*PRODUCT) if path.stem != "__main__" and not path.stem.endswith("_wordings")]
WITH_PATTERNS = [path for path in FILES if "re.compile" in path.read_text(encoding="utf-8")]
QUADRATIC = re.compile(r"a\s*(?:,\s*)?b|\s+$")


def patterns() -> dict[str, re.Pattern[str]]:
    """Each pattern of text by the module and the name that hold it."""
    found: dict[re.Pattern[str], str] = {}
    for path in WITH_PATTERNS:
        for name, value in vars(import_module(module_name(path))).items():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                found.setdefault(value, f"{module_name(path)}.{name}")
    return {name: pattern for pattern, name in found.items()}


PATTERNS = patterns()


@pytest.mark.parametrize("name", PATTERNS)
def test_every_pattern_is_linear(name: str) -> None:
    """20,000 adversarial characters take at most 50 ms of CPU."""
    assert slow_text(PATTERNS[name]) is None


def test_a_quadratic_pattern_is_found() -> None:
    """An optional part between two runs of blanks is enough."""
    assert slow_text(QUADRATIC) is not None


@for_each(FILES)
def test_every_pattern_is_a_constant_of_its_module(path: Path) -> None:
    """A pattern within a function would not be timed."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            called = node.func
            assert not (ast.unparse(called.value) == "re" and called.attr in TAKE_A_PATTERN), f"line {node.lineno}"


@for_each(FILES)
def test_no_pattern_is_compiled_where_it_is_not_timed(path: Path) -> None:
    """The test of its time finds the constants of modules only, and `re` under its own name only."""
    tree = tree_of(path)
    imports = [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    assert not [one for one in imports if one.startswith(("from re import", "import re as"))]
    compiled = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile"
    ]
    constants = [node.value for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign)]
    hidden = [node.lineno for node in compiled if node not in constants]
    assert not hidden or path.as_posix() in FOR_OTHERS, f"lines {hidden}"
