"""Owns one child process: started in its own session, ready when its server answers, stopped, killed, or found dead.

Restarts nothing (the supervisor does) and knows nothing of what it runs beyond `Server`.
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
    """A server that cannot be had."""


@dataclass(frozen=True, slots=True)
class Program:
    """What the operating system is told: the command, where its output goes, how it is asked to stop."""

    argv: tuple[str, ...]
    log: Path
    env: Mapping[str, str] = field(default_factory=dict)  # added to ours
    cwd: Path | None = None
    user: str | None = None  # a system user to become; only root may say one
    stop_signal: signal.Signals = signal.SIGTERM
    stop_timeout_s: float = 20.0
    orphan_signal: signal.Signals = signal.SIGKILL  # what the kernel sends it when we are killed


class Server(Protocol):
    """Something that runs as a child and can be found ready."""

    @property
    def name(self) -> str: ...

    @property
    def port(self) -> int: ...

    @property
    def start_timeout_s(self) -> float: ...

    async def prepare(self) -> None:
        """What must be there before the first start. Done again, it changes nothing."""

    def program(self) -> Program: ...

    async def is_ready(self) -> bool:
        """Whether it answers in its own protocol. Raises nothing."""


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
        """Where its output goes, once it has been a process."""
        return self._program.log if self._program else None

    async def start(self) -> None:
        """Returns once the server answers. Otherwise leaves no process and raises StartFailed."""
        await self.launch()
        await self.until_ready()

    async def launch(self) -> None:
        """Returns once it is a process. Raises StartFailed."""
        try:
            await self.server.prepare()
            if not is_free(port := self.server.port):
                taken = f"port {port} of {self.server.name} is taken"
                raise StartFailed(f"{taken}: stop what holds it (`ss -ltnp` names it)")
            self._program = self.server.program()
            self._process = await spawn(self._program)
        except OSError as problem:  # a full disk, a folder that is gone or another's
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
        """Returns its exit status once it has ended; a negative number is the signal that ended it."""
        assert self._process is not None, "wait() comes after start()"
        return await self._process.wait()

    async def stop(self) -> None:
        """Asks it to end and waits; one that does not end in time is killed."""
        if self._process is None or self._program is None or self.pid is None:
            return
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(self._program.stop_signal)
        try:
            await asyncio.wait_for(self._process.wait(), self._program.stop_timeout_s)
        except TimeoutError:
            await self.kill()

    async def kill(self) -> None:
        """SIGKILL to it and to all that it started; returns when it has ended."""
        if self._process is None or self.pid is None:
            return
        for process in _family(self._process.pid):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        await self._process.wait()

    async def restart(self) -> None:
        """Start it again after it has ended, on its old port and data."""
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
    """Start it without waiting for anything. Its output is added to its log."""
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
                start_new_session=True,  # a Ctrl-C in our terminal reaches us only, and we stop them in order
                preexec_fn=leash(program.orphan_signal),
                user=program.user,
                group=program.user,
                extra_groups=[] if program.user else None,
            )
        except OSError as problem:
            raise StartFailed(f"cannot run {program.argv[0]}: {problem.strerror}") from problem


def _family(pid: int) -> list[psutil.Process]:
    """A process and its descendants, whatever sessions they made for themselves, as PostgreSQL's do."""
    try:
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def last_line(log: Path) -> str:
    """What a log says last, for a message of one line: of a JSON line its `why`."""
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
    """Run in the child before its program: the kernel ends the child when we are killed and cannot. Linux only."""
    if sys.platform != "linux":
        return None
    prctl, parent = ctypes.CDLL(None, use_errno=True).prctl, os.getpid()

    def tie() -> None:
        prctl(PR_SET_PDEATHSIG, int(orphan_signal), 0, 0, 0)
        if os.getppid() != parent:  # we were killed before the leash was on
            os._exit(1)

    return tie
