"""The child process that reads a job file."""

from __future__ import annotations

import os
import resource
import signal
import time
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path
from uuid import UUID

import pytest

from services.ingest.imports import Layout, UnfitMap, UnreadableFile, read_jobs
from services.ingest.jobs.checking import ROWS_AT_ONCE, checked_rows
from services.ingest.jobs.file_reader import MODULE, PRIORITY, JobFile, Rows, batches_of
from tests.services.ingest.imports.workbooks import xlsx

pytestmark = pytest.mark.long

FAIR = UUID(int=1)
ROWS = "title,headcount,code\n" + "".join(f"Welder,{n % 3},c{n}\n" for n in range(ROWS_AT_ONCE + 20))
ENDLESS = "title,headcount\n" + "Welder,1\n" * 400_000


def job_file(path: Path, text: str, columns: dict[str, str] | None = None) -> JobFile:
    path.write_text(text)
    return JobFile(path, path.name, columns, FAIR, "ent-1")


async def to_the_end(read: AsyncIterator[Rows]) -> list[Rows]:
    return [batch async for batch in read]


async def batches(file: JobFile) -> list[Rows]:
    return await to_the_end(batches_of(file, Layout()))


def children() -> list[int]:
    """The processes below this one that read a file, or a spreadsheet for it."""
    found, parents = [], {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            status, command = (folder / "stat").read_text(), (folder / "cmdline").read_bytes().decode()
        except OSError:
            continue  # it has just ended
        state, parent = status.rpartition(")")[2].split()[:2]
        parents[int(folder.name)] = int(parent)
        if (MODULE in command or "spreadsheet.py" in command) and state != "Z":
            found.append(int(folder.name))
    return [one for one in found if os.getpid() in (parents.get(one), parents.get(parents.get(one, 0)))]


async def test_it_reads_what_would_be_read_here(tmp_path: Path) -> None:
    """Good and bad rows, in batches, in the order of the file."""
    file = job_file(tmp_path / "jobs.csv", ROWS)
    here = checked_rows(read_jobs(file.path, file.filename, None, needs_enterprise=False), FAIR, "ent-1")
    layout = Layout()
    assert await to_the_end(batches_of(file, layout)) == [here(), here()]
    assert (here(), children()) == ([], [])
    assert layout.columns == {"title": "title", "headcount": "headcount", "code": "code"}


async def test_why_a_file_cannot_be_read_is_told(tmp_path: Path) -> None:
    """With its kind, the file or the map, and with the columns that a map can name."""
    layout = Layout()
    with pytest.raises(UnreadableFile, match="no column for title"):
        await to_the_end(batches_of(job_file(tmp_path / "jobs.csv", "headcount,b\n1,2\n"), layout))
    assert (layout.header, layout.columns, layout.ignored) == (["headcount", "b"], {"headcount": "headcount"}, ["b"])
    with pytest.raises(UnfitMap, match="No Such"):
        await batches(job_file(tmp_path / "jobs.csv", ROWS, {"title": "No Such"}))


async def test_a_reader_that_stops_early_leaves_no_process(tmp_path: Path) -> None:
    """Nor the one that lays out a spreadsheet."""
    xlsx(tmp_path / "jobs.xlsx", [["title", "headcount"], *([f"Welder {n}", 1] for n in range(5_000))])
    csv, book = job_file(tmp_path / "jobs.csv", ENDLESS), JobFile(tmp_path / "jobs.xlsx", "", None, FAIR, "ent-1")
    for file in (csv, book):
        async with aclosing(batches_of(file, Layout())) as read:
            assert len(await anext(read)) == ROWS_AT_ONCE
            assert [os.getpriority(os.PRIO_PROCESS, one) for one in children()][:1] == [PRIORITY]
        assert children() == []


@pytest.mark.parametrize(
    ("number", "error", "why"), [(signal.SIGXCPU, UnreadableFile, "split"), (signal.SIGTERM, RuntimeError, "ended")]
)
async def test_a_child_that_is_ended_is_told(
    tmp_path: Path, number: signal.Signals, error: type[Exception], why: str
) -> None:
    """Over its limit of CPU, the file is at fault; otherwise the failure is not hidden."""
    async with aclosing(batches_of(job_file(tmp_path / "jobs.csv", ENDLESS), Layout())) as read:
        await anext(read)
        (child,) = children()
        os.kill(child, number)
        with pytest.raises(error, match=why):
            await to_the_end(read)


async def test_reading_costs_this_process_little(tmp_path: Path) -> None:
    """The text of 400 rows with 20,000 characters each is read and checked by the child."""
    text = "title,headcount,description\n" + ("Welder,1," + "e\u0301" * 10_000 + "\n") * 400
    file = job_file(tmp_path / "jobs.csv", text)
    started, before = time.process_time(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    assert [len(batch) for batch in await batches(file)] == [400]
    here, there = time.process_time() - started, resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    assert here < there / 2
