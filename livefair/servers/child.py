"""One child process: starts it in its own session, waits until its server is ready, stops it, notices its death.

Does not restart it, which the supervisor does, and knows nothing of it beyond `Server`.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import psutil

from livefair.failure import Failure, told
from livefair.servers.ports import is_free

READY_POLL_S = 0.05
LOG_TAIL_BYTES = 4_096
PR_SET_PDEATHSIG = 1


class StartFailed(Failure):
    """A server cannot be started; the message says why."""


@dataclass(frozen=True, slots=True)
class Program:
    """What is run: the command, the file of its output, the signal that stops it."""

    argv: tuple[str, ...]
    log: Path
    env: Mapping[str, str] = field(default_factory=dict)  # added to our environment
    cwd: Path | None = None
    user: str | None = None  # the system user to run as; only for root
    stop_signal: signal.Signals = signal.SIGTERM
    stop_timeout_s: float = 20.0
    orphan_signal: signal.Signals = signal.SIGKILL  # the signal from the kernel when we are killed


class Server(Protocol):
    """A program that runs as a child and can be checked for readiness."""

    @property
    def name(self) -> str: ...

    @property
    def port(self) -> int: ...

    @property
    def start_timeout_s(self) -> float: ...

    async def prepare(self) -> None:
        """Prepare the first start. Idempotent."""

    def program(self) -> Program: ...

    async def is_ready(self) -> bool:
        """Whether it answers in its protocol. Never raises."""


class Child:
    """One process at a time of one server."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._program: Program | None = None
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int | None:
        """Its process id while it runs."""
        return self._process.pid if self._process and self._process.returncode is None else None

    @property
    def log(self) -> Path | None:
        """The file of its output, once it has been started."""
        return self._program.log if self._program else None

    async def start(self) -> None:
        """Start it and wait until the server answers. On failure leaves no process and raises StartFailed."""
        await self.launch()
        await self.until_ready()

    async def launch(self) -> None:
        """Start the process. Raises StartFailed."""
        try:
            await self.server.prepare()
            if not is_free(port := self.server.port):
                taken = f"port {port} of {self.server.name} is taken"
                raise StartFailed(f"{taken}: stop what holds it (`ss -ltnp` names it)")
            self._program = self.server.program()
            self._process = await spawn(self._program)
        except OSError as problem:  # a full disk, a folder that is missing or not ours
            where = f"; its log is {self.log}" if self.log else ""
            raise StartFailed(
                f"{self.server.name} cannot be started: {told(problem)}: put that right{where}"
            ) from problem

    async def until_ready(self) -> None:
        assert self._program is not None, "until_ready() comes after launch()"
        try:
            await self._until_ready(self._program)
        except BaseException:
            await self.kill()
            raise

    async def wait(self) -> int:
        """Wait for its end. Returns the exit status; a negative number is the signal that ended it."""
        assert self._process is not None, "wait() comes after start()"
        return await self._process.wait()

    async def stop(self) -> None:
        """Ask it to stop and wait; kill it where it does not stop in time."""
        if self._process is None or self._program is None or self.pid is None:
            return
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(self._program.stop_signal)
        try:
            await asyncio.wait_for(self._process.wait(), self._program.stop_timeout_s)
        except TimeoutError:
            await self.kill()

    async def kill(self) -> None:
        """SIGKILL it and its descendants, and wait for its end."""
        if self._process is None or self.pid is None:
            return
        for process in _family(self._process.pid):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        await self._process.wait()

    async def restart(self) -> None:
        """Start it again after its end, with the same port and data."""
        await self.stop()
        await self.start()

    async def _until_ready(self, program: Program) -> None:
        name, deadline = self.server.name, time.monotonic() + self.server.start_timeout_s
        while not await self.server.is_ready():
            if self.pid is None:
                raise StartFailed(f"{name} ended while it started: {last_line(program.log)} (see {program.log})")
            if time.monotonic() > deadline:
                raise StartFailed(f"{name} did not answer in {self.server.start_timeout_s:.0f} s: see {program.log}")
            await asyncio.sleep(READY_POLL_S)


async def spawn(program: Program) -> asyncio.subprocess.Process:
    """Start it without waiting for readiness. Its output is appended to its log."""
    program.log.parent.mkdir(parents=True, exist_ok=True)
    with program.log.open("ab") as log:
        try:
            return await asyncio.create_subprocess_exec(
                *program.argv,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, **program.env},
                cwd=program.cwd,
                start_new_session=True,  # a Ctrl-C in our terminal reaches only us, and we stop the children in order
                preexec_fn=leash(program.orphan_signal),
                user=program.user,
                group=program.user,
                extra_groups=[] if program.user else None,
            )
        except OSError as problem:
            raise StartFailed(f"cannot run {program.argv[0]}: {problem.strerror}") from problem


def _family(pid: int) -> list[psutil.Process]:
    """A process and its descendants, also those that started new sessions, as PostgreSQL's do."""
    try:
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def last_line(log: Path) -> str:
    """The last line of a log, for a message of one line; of a JSON line its `why`."""
    with contextlib.suppress(OSError), log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - LOG_TAIL_BYTES))
        lines = file.read().decode(errors="replace").splitlines()
        return next((_why(line.strip()) for line in reversed(lines) if line.strip()), "it said nothing")
    return "it said nothing"


def _why(line: str) -> str:
    with contextlib.suppress(ValueError):
        said = json.loads(line)
        return str(said["why"]) if isinstance(said, dict) and "why" in said else line
    return line


def leash(orphan_signal: signal.Signals) -> Callable[[], None] | None:
    """Runs in the child before its program: lets the kernel end the child when we are killed. Linux only."""
    if sys.platform != "linux":
        return None
    prctl, parent = ctypes.CDLL(None, use_errno=True).prctl, os.getpid()

    def tie() -> None:
        prctl(PR_SET_PDEATHSIG, int(orphan_signal), 0, 0, 0)
        if os.getppid() != parent:  # we were killed before this call
            os._exit(1)

    return tie
