"""Runs a `livefair` command as a process: its output, line by line, and its exit status."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import psutil

LINE_S = 120.0
END_S = 60.0


class Command:
    """A running command; its output so far is in `lines`."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.lines: list[str] = []

    async def says(self, words: str, within_s: float = LINE_S) -> str:
        """The next line that contains `words`; fails with the whole output if none comes in time."""
        try:
            async with asyncio.timeout(within_s):
                return await self._says(words)
        except TimeoutError:
            raise AssertionError(f"waited {within_s:g} s in vain for {words!r}: {self.lines}") from None

    async def _says(self, words: str) -> str:
        assert self.process.stdout is not None
        while line := (await self.process.stdout.readline()).decode():
            self.lines.append(line.strip())
            if words in line:
                return line.strip()
        raise AssertionError(f"it ended without saying {words!r}: {self.lines}")

    async def ends(self) -> int:
        """Its exit status; further output is in `lines`."""
        assert self.process.stdout is not None
        rest = await asyncio.wait_for(self.process.stdout.read(), END_S)
        self.lines += rest.decode().splitlines()
        return await self.process.wait()

    async def stop(self, by: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(by)
        return await self.ends()

    def family(self) -> list[psutil.Process]:
        """The process and everything that it started."""
        process = psutil.Process(self.process.pid)
        return [process, *process.children(recursive=True)]


async def start(*arguments: str, **environment: str) -> Command:
    """`livefair ARGUMENTS`, with these variables changed."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "livefair", *arguments),
        env={**os.environ, **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    return Command(process)


class Demo(Command):
    """`livefair demo`, with its temporary folders in `temporary`."""

    def __init__(self, command: Command, temporary: Path) -> None:
        super().__init__(command.process)
        self.temporary = temporary

    def left(self) -> list[Path]:
        """The content of the temporary folder."""
        return list(self.temporary.iterdir())

    async def ctrl_c(self) -> int:
        """Send Ctrl-C; returns the exit status."""
        return await self.stop(signal.SIGINT)


@asynccontextmanager
async def demo_in(temporary: Path, *arguments: str) -> AsyncIterator[Demo]:
    """`livefair demo ARGUMENTS`; stopped with Ctrl-C if it still runs at the end."""
    demo = Demo(await start("demo", *arguments, TMPDIR=str(temporary)), temporary)
    yield demo
    if demo.process.returncode is None:
        await demo.ctrl_c()
