"""Reads one job file in a process of its own, on one core, and prints what it took.

`python -m livefair.bench.import_reader ours|plain FILE` prints `{"rows", "seconds", "peak_bytes"}`. `ours` reads and
checks each row as the import does; `plain` only walks over the rows with `csv` or calamine.
"""

from __future__ import annotations

import csv
import json
import os
import resource
import sys
import time
from pathlib import Path
from uuid import UUID

from python_calamine import CalamineWorkbook

from services.ingest.imports import read_jobs
from services.ingest.jobs.checking import checked_rows

FAIR = UUID(int=1)


def ours(path: Path) -> int:
    """Every row as a valid job with its id."""
    next_rows = checked_rows(read_jobs(path, path.name, None, needs_enterprise=True), FAIR, None)
    count = 0
    while rows := next_rows():
        count += len(rows)
    return count


def plain(path: Path) -> int:
    """Every row as a list of cells."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as text:
            return sum(1 for _ in csv.reader(text)) - 1
    return sum(1 for _ in CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows()) - 1


def main() -> None:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    read = {"ours": ours, "plain": plain}[sys.argv[1]]
    started = time.perf_counter()
    rows = read(Path(sys.argv[2]))
    seconds = time.perf_counter() - started
    used = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(json.dumps({"rows": rows, "seconds": seconds, "peak_bytes": 1_024 * sum(used)}))


if __name__ == "__main__":
    main()
