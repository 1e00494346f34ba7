"""A measured server and its crowd, each a process that takes one command per line."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from livefair.bench.figures import NS
from livefair.servers.ports import HOST

BUILT = Path("build/bench-live")
AT_ONCE = 256  # handshakes at a time, while a crowd connects
ANSWER_S = 120.0


class Talker:
    """A process that answers each line with a line."""

    def __init__(self, process: Process) -> None:
        self._process = process

    @classmethod
    @contextlib.asynccontextmanager
    async def start(cls, *command: str) -> AsyncIterator[Talker]:
        process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, limit=2**20)
        try:
            yield cls(process)
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    async def ask(self, line: str) -> list[str]:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n".encode())
        return await self.answer()

    async def answer(self) -> list[str]:
        """The words of the next line without the first. Raises TimeoutError, and RuntimeError where it has ended."""
        assert self._process.stdout is not None
        line = await asyncio.wait_for(self._process.stdout.readline(), ANSWER_S)
        if not line:
            raise RuntimeError("a process of the benchmark has ended; its error stands above")
        return line.decode().split()[1:]


@dataclass(frozen=True, slots=True)
class Round:
    """The result of one sending: viewers, frames for each, and when these arrived, in seconds after it."""

    sockets: int
    frames: int
    p99_s: float
    last_s: float
    cpu_s: float

    @property
    def deliveries_per_s(self) -> float:
        return self.sockets * self.frames / self.last_s

    @property
    def cpu_us(self) -> float:
        """The server's CPU time for one delivery, which a busy machine affects less than the rate."""
        return 1e6 * self.cpu_s / (self.sockets * self.frames)


class Side:
    """One server with its crowd."""

    def __init__(self, server: Talker, crowd: Talker, port: int) -> None:
        self.server = server
        self.crowd = crowd
        self._port = port

    async def open(self, count: int, texts: Sequence[str], frames: int, at_once: int = AT_ONCE) -> float:
        """Let `count` viewers connect, `at_once` at a time, send `texts` and receive `frames`. Returns the seconds."""
        said = "".join(f"\t{text}" for text in texts)
        opened, lost, ns = await self.crowd.ask(f"open {HOST} {self._port} {count} {at_once} {frames}{said}")
        if int(lost):
            raise RuntimeError(f"{lost} of {count} viewers could not connect ({opened} could)")
        return int(ns) / NS

    async def send(self, frames: int, text: str) -> Round:
        """Send frames to every viewer, and wait until the last viewer has the last frame."""
        await self.crowd.ask(f"expect {frames}")
        at, _, cpu = (int(word) for word in await self.server.ask(f"send {frames} {text}"))
        sockets, _, p99, last = (int(word) for word in await self.crowd.answer())
        return Round(sockets, frames, (p99 - at) / NS, (last - at) / NS, cpu / NS)

    async def memory(self) -> int:
        return int((await self.server.ask("memory"))[0])


@contextlib.asynccontextmanager
async def side(name: str) -> AsyncIterator[Side]:
    """The side of that name, listening, without viewers yet."""
    command = (
        [str(BUILT / "bare")] if name == "bare" else [sys.executable, "-m", f"{__package__}.live_edge_server", name]
    )
    async with Talker.start(*command) as server, Talker.start(str(BUILT / "viewers")) as crowd:
        (port,) = await server.answer()
        yield Side(server, crowd, int(port))
