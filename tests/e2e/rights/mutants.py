"""The checks that protect each family of handlers, and what the matrix sees without them.

    python -m tests.e2e.rights.mutants

Takes every check of `CHECKS` out of a copy of the project below `build/rights`, runs what the matrix denies there, and
prints for each check a cell that failed because of it. Each check has a route that no other one has, so all are taken
out at once. It fails where no cell of a check's route has failed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.e2e.rights.check import Check
from tests.e2e.rights.checks_of_reads import READS
from tests.e2e.rights.checks_of_writes import WRITES

ROOT = Path(__file__).parents[3]
COPY = ROOT / "build" / "rights"
COPIED = ("schemas", "plumbing", "services", "livefair", "tests", "docs", "pyproject.toml")
DENIED = "tests/e2e/rights/test_matrix.py"
FAILED = re.compile(r"^E +(?:AssertionError: )?((?:tells apart: )?(?:ingest|fair) (\w+ [^ ]+) as .*)$", re.MULTILINE)
SHOWN_CHARACTERS = 170


CHECKS = (*WRITES, *READS)


def without_checks() -> None:
    """A copy of the project without any of the checks."""
    shutil.rmtree(COPY, ignore_errors=True)
    for name in COPIED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        (COPY / name).parent.mkdir(parents=True, exist_ok=True)
        copy(ROOT / name, COPY / name)
    for one in CHECKS:
        file = COPY / one.path
        file.write_text(file.read_text().replace(one.check, one.without))


def failing(output: str) -> dict[str, list[str]]:
    """The cells that failed, by route."""
    found: dict[str, list[str]] = {}
    for cell, route in FAILED.findall(output):
        found.setdefault(route, []).append(cell)
    return found


def cells_of(one: Check, failed: dict[str, list[str]]) -> list[str]:
    return failed.get(one.route, [])


def main() -> int:
    without_checks()
    command = (sys.executable, "-m", "pytest", DENIED, "-q", "-k", "denied", "-p", "no:cacheprovider")
    ran = subprocess.run(command, cwd=COPY, env={**os.environ, "PYTHONPATH": str(COPY)}, capture_output=True, text=True)
    failed, missed = failing(ran.stdout), 0
    for one in CHECKS:
        cells = cells_of(one, failed)
        missed += not cells
        print(
            f"{one.family}: {len(cells)} cells, such as {cells[0][:SHOWN_CHARACTERS]}"
            if cells
            else f"{one.family}: NOT SEEN"
        )
    print(f"{len(CHECKS) - missed} of {len(CHECKS)} checks do not go unnoticed when they are taken out")
    if not failed:
        print(ran.stdout[-3_000:], ran.stderr[-3_000:])
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
