"""The page of limits holds each `Limit` of the code, readable."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from plumbing.limits import Limit
from tests.architecture.sources import module_name, python_files, tree_of
from tests.contracts import limits
from tests.contracts.growing import STATED, growing, growing_in
from tests.contracts.limits import declared
from tests.contracts.unshared import UNSHARED


def test_every_declared_limit_is_on_the_page() -> None:
    """Once, under the service whose module declares it."""
    found = list(declared())
    assert {"services.ingest.catalog", "services.ingest.edge.in_flight"} <= {module for module, _ in found}
    page = limits.page()
    assert all(page.count(f"| {limit.what} |") == 1 for _, limit in found)


def test_no_declaration_is_passed_over() -> None:
    """As many as the sources have calls of `Limit`, however the name is annotated."""
    calls = [
        (module_name(path), node)
        for path in python_files("services", "plumbing")
        for node in tree_of(path).body
        if isinstance(node, ast.Assign | ast.AnnAssign) and ast.unparse(node).split(" = ")[-1].startswith("Limit(")
    ]
    assert sorted(module for module, _ in calls) == sorted(module for module, _ in declared())


def test_a_limit_says_what_happens_beyond_it() -> None:
    """Beyond its bound, and beyond its shares, as far as it has them."""
    for module, limit in declared():
        assert bool(limit.over) == (limit.bound is not None), (module, limit.what)
        assert bool(limit.over_share) == bool(limit.shares), (module, limit.what)


def test_bytes_are_told_in_the_unit_that_fits() -> None:
    """As MiB or KiB; other numbers with their unit."""
    told = [
        limits._amount(number, unit) for number, unit in ((33_554_432, "bytes"), (4_096, "bytes"), (50, "a second"))
    ]
    assert told == ["32 MiB", "4 KiB", "50 a second"]
    row = limits._row("services.x.y", Limit("sums", 1_000, "503"))
    assert row == "| sums | 1,000 |  | 503 |  | [y.py](../services/x/y.py) |\n"


def bounds_in(path: Path) -> Iterator[tuple[str, str]]:
    """The constants of a module that are named as a bound, each with its value as it is written."""
    for node in tree_of(path).body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        names = [part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name)]
        value = ast.unparse(node.value) if isinstance(node, ast.Assign | ast.AnnAssign) and node.value else ""
        yield from ((name, value) for name in names if re.search(r"_MAX(_|$)", name) and name.isupper())


def test_every_bound_is_a_limit_or_nobody_shares_it() -> None:
    """A constant named as a bound takes its number from a `Limit`, or is listed with the reason why not."""
    found = {
        f"{module_name(path)}.{name}": value
        for path in python_files("services", "plumbing")
        for name, value in bounds_in(path)
    }
    plain = {name for name, value in found.items() if not re.search(r"\.(most|share)\b", value)}
    assert plain - UNSHARED == set(), "declare a Limit, or say in unshared.py why nobody shares it"
    assert UNSHARED - plain == set(), "there is no such bound any more"


def test_whatever_may_grow_has_a_bound() -> None:
    """A dict, list, set or deque that an object holds stands in a module with a `Limit`, or says what bounds it."""
    found = set(growing())
    assert found - STATED == set(), "declare a Limit in this module, or say in growing.py what bounds it"
    assert STATED - found == set(), "there is no such attribute any more"


def test_what_may_grow_is_found() -> None:
    """Whether or not it is annotated, in constructors and in dataclasses; not what holds a fixed number."""
    source = """
class One:
    def __init__(self):
        self.a, self.z = {}, 1
        self.b: dict[str, int] = {}
        self.c = OrderedDict[str, int]()
        self.d = [None] * SIZE
        self.e = deque(maxlen=3)
        self.fixed = {"x": 1}
        self.copied = list(given)
        local = []

class Two:
    kept: set[int] = field(default_factory=set)
    number: int = field(default=0)
"""
    assert list(growing_in(ast.parse(source))) == ["One.a", "One.b", "One.c", "One.d", "One.e", "Two.kept"]
