"""Checks the result of `make coverage`: each package's share of branches, and each module's own test file.

Owns the rule that a module is tested by the test file of its name, not only by other tests. Reads the combined data of
coverage.py; each test file is the context of the lines that it ran, also in processes (tests/conftest.py).

Python 3.11 does not report all lines to coverage.py: where an `await` ends because something below it has caught a
cancellation or timeout, the rest of that coroutine counts as not run (python/cpython#106749). Newer versions do.
"""

from __future__ import annotations

import ast
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from coverage import Coverage, CoverageData

from tests.architecture.sources import ROOT, functions
from tests.architecture.test_files import is_tested_elsewhere, own_test

REPORT = ROOT / "build" / "coverage.json"
OWN_MIN = 0.5
"""A module's own test file must run at least this share of the lines of its functions."""
OWN_LESS: dict[str, str] = {}
"""Modules of which their own test file runs less, and why."""


def branches(cov: Coverage) -> dict[str, float]:
    """The percentage of branches that were taken in each package."""
    cov.json_report(outfile=str(REPORT))
    taken, found = Counter[str](), Counter[str]()
    for name, file in json.loads(REPORT.read_text())["files"].items():
        package, summary = Path(name).parts[0], file["summary"]
        taken[package] += summary["covered_branches"]
        found[package] += summary["num_branches"]
    return {package: 100.0 * taken[package] / found[package] for package in sorted(found)}


def own_shares(cov: Coverage) -> Iterator[tuple[str, float]]:
    """Each module with its own test file, and the share of its functions' lines that this file runs."""
    data = cov.get_data()
    for name in sorted(data.measured_files()):
        path = Path(name)
        path = path.relative_to(ROOT) if path.is_absolute() else path
        lines = lines_in_functions(path) & set(cov.analysis2(name)[1])
        if lines and own_test(path).exists() and not is_tested_elsewhere(path):
            own = own_test(path).relative_to(ROOT).as_posix()
            yield path.as_posix(), len(lines & run_by(data, name, own)) / len(lines)


def lines_in_functions(path: Path) -> set[int]:
    """Lines that importing the module does not run."""
    bodies = (statement for function in functions(path) for statement in function.body)
    return {line for body in bodies for line in lines_of(body)}


def lines_of(statement: ast.stmt) -> range:
    return range(statement.lineno, (statement.end_lineno or statement.lineno) + 1)


def run_by(data: CoverageData, name: str, context: str) -> set[int]:
    return {line for line, contexts in data.contexts_by_lineno(name).items() if context in contexts}


def main() -> None:
    cov = Coverage(config_file=str(ROOT / "pyproject.toml"))
    cov.load()
    taken, wanted = branches(cov), float(str(cov.get_option("report:fail_under")))
    little = {name: share for name, share in own_shares(cov) if share < OWN_MIN and name not in OWN_LESS}
    for name, share in sorted(little.items(), key=lambda one: one[1]):
        print(f"{name}: its own test file runs {share:.0%} of it, and has to run {OWN_MIN:.0%}")
    for package, share in taken.items():
        print(f"{package}: {share:.1f} % of the branches taken, wanted: {wanted:g} %")
    sys.exit(1 if little or min(taken.values()) < wanted else 0)


if __name__ == "__main__":
    main()
