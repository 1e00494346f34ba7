"""Reads and checks a job file in a child process, so that no file keeps the process that answers requests busy.

The child has a lower priority and limits on its CPU time and memory; it is killed as soon as nobody waits for its rows.
This file is both sides. They talk in frames: the length of a pickle in four bytes, then the pickle, which is a batch of
rows (an empty one is the end), or the reason why the file cannot be read, with what was understood of it so far.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import pickle
import signal
import struct
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from uuid import UUID

from schemas.import_reasons import Reason
from services.ingest.imports import Layout, RowProblem, UnreadableFile, read_jobs
from services.ingest.jobs.checking import GoodRow, checked_rows

CPU_SECONDS_MAX = 300
MEMORY_BYTES_MAX = 2 << 30  # of address space; a spreadsheet's own process has half of it
PRIORITY = 10  # nice: requests come first
MODULE = "services.ingest.jobs.file_reader"
Rows = list[GoodRow | RowProblem]
Frame = tuple[Rows | UnreadableFile, Layout]

_LENGTH = struct.Struct(">I")


@dataclass(frozen=True, slots=True)
class JobFile:
    """The file and how to read it. `columns` maps fields to columns.

    `org` is the enterprise of all jobs; None where each row names its enterprise.
    """

    path: Path
    filename: str
    columns: Mapping[str, str] | None
    fair: UUID
    org: str | None


async def batches_of(file: JobFile, layout: Layout) -> AsyncGenerator[Rows]:
    """Yield the rows of the file, some hundred at a time, as the child reads them. `layout` is filled meanwhile.

    Raises UnreadableFile where the file as a whole cannot be read, or exceeds a limit. Close it to kill the child.
    """
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", MODULE),
        stdin=PIPE,
        stdout=PIPE,
        start_new_session=True,  # the process that lays out a spreadsheet is killed with it
    )
    assert child.stdin is not None
    try:
        child.stdin.write(pickle.dumps(file))
        child.stdin.close()
        rows = None
        while rows is None or rows:
            rows, so_far = await _next_frame(child)
            layout.take(so_far)
            if isinstance(rows, UnreadableFile):
                raise rows
            if rows:
                yield rows
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        await asyncio.shield(child.wait())


async def _next_frame(child: Process) -> Frame:
    assert child.stdout is not None
    try:
        (length,) = _LENGTH.unpack(await child.stdout.readexactly(_LENGTH.size))
        frame = pickle.loads(await child.stdout.readexactly(length))
    except asyncio.IncompleteReadError:
        if await child.wait() in (-signal.SIGXCPU, -signal.SIGKILL):
            raise UnreadableFile(_over_limit()) from None
        raise RuntimeError(f"the process that reads job files ended with {child.returncode}") from None
    rows, layout = frame
    assert isinstance(rows, list | UnreadableFile)
    assert isinstance(layout, Layout)
    return rows, layout


def _over_limit() -> Reason:
    return Reason("over_limit", seconds=CPU_SECONDS_MAX, memory=MEMORY_BYTES_MAX >> 30)


def _limit() -> None:
    import resource  # only the child needs it, and only Unix has it

    os.nice(PRIORITY)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS_MAX, CPU_SECONDS_MAX))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))


def _send(out: IO[bytes], frame: Frame) -> None:
    pickled = pickle.dumps(frame, pickle.HIGHEST_PROTOCOL)
    out.write(_LENGTH.pack(len(pickled)) + pickled)
    out.flush()


def _read(file: JobFile, out: IO[bytes]) -> None:
    layout = Layout()
    rows = read_jobs(file.path, file.filename, file.columns, needs_enterprise=file.org is None, layout=layout)
    next_rows = checked_rows(rows, file.fair, file.org)
    try:
        while batch := next_rows():
            _send(out, (batch, layout))
        _send(out, ([], layout))
    except UnreadableFile as unreadable:
        _send(out, (unreadable, layout))
    except MemoryError:
        _send(out, (UnreadableFile(_over_limit()), layout))


if __name__ == "__main__":
    _limit()
    with contextlib.suppress(BrokenPipeError):  # the reader has gone
        _read(pickle.load(sys.stdin.buffer), sys.stdout.buffer)
