"""A whole system as users run it: `livefair up` as a process, and `livefair` commands next to it."""

from __future__ import annotations

import asyncio
import json
import shutil
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import psutil

from tests.e2e.waiting import until

START_S, STOP_S, COMMAND_S, BACK_S = 120.0, 90.0, 120.0, 60.0
LOG_TAIL_CHARACTERS = 3_000
KEPT_LOGS = Path(__file__).parents[2] / "build" / "e2e"


@dataclass(frozen=True, slots=True)
class Ran:
    """The result of a command."""

    status: int
    output: str


class System:
    """A running `livefair up` in the folder `home`; a restart keeps the addresses.

    A test that kills one of its processes counts it in `killed`: any other death fails the test.
    """

    def __init__(self, home: Path, *arguments: str) -> None:
        self.home, self.killed, self._arguments = home, 0, arguments
        self._process: asyncio.subprocess.Process | None = None

    @property
    def run(self) -> dict[str, Any]:
        """The current run.json."""
        run: dict[str, Any] = json.loads((self.home / "run.json").read_text())
        return run

    @property
    def ingest(self) -> str:
        return self.addresses("ingest")[0]

    @property
    def fair(self) -> str:
        return self.addresses("fair")[0]

    @property
    def notify(self) -> str:
        return self.addresses("notify")[0]

    def addresses(self, kind: str) -> list[str]:
        """The addresses of every instance of a service."""
        return list(self.run["addresses"][kind])

    def pid(self, kind: str, number: int = 1) -> int:
        """The process of the `number`-th instance of a service."""
        return int(self.run["processes"][kind][number - 1])

    async def start(self) -> None:
        """Returns when every process answers."""
        self.home.mkdir(parents=True)
        command = (sys.executable, "-m", "livefair", "up", "--home", str(self.home), *self._arguments)
        with self._log.open("wb") as log:
            self._process = await asyncio.create_subprocess_exec(*command, stdout=log, stderr=log)
        await until(self._is_up, "`livefair up` to write run.json", START_S)

    async def stop(self) -> None:
        """Stops it with Ctrl-C, and fails if something of it is left or had died before."""
        assert self._process is not None, "start() comes first"
        family = psutil.Process(self._process.pid).children(recursive=True)
        deaths = self._deaths()
        self._process.send_signal(signal.SIGINT)
        status = await asyncio.wait_for(self._process.wait(), STOP_S)
        _, alive = await asyncio.to_thread(psutil.wait_procs, family, 10)
        shutil.copytree(self.home / "logs", KEPT_LOGS / self.home.name, dirs_exist_ok=True)
        assert (status, alive) == (0, []), self.said
        assert deaths == self.killed, f"{self.said}\nlogs: {KEPT_LOGS / self.home.name}"

    @property
    def said(self) -> str:
        """The latest output of `livefair up`."""
        return self._log.read_text()[-LOG_TAIL_CHARACTERS:]

    def lines(self) -> list[str]:
        """All lines of `livefair up` until now."""
        return self._log.read_text().splitlines()

    async def livefair(self, *arguments: str, within_s: float = COMMAND_S) -> Ran:
        """Run a command for this home to its end."""
        command, home = (sys.executable, "-m", "livefair", *arguments), ("--home", str(self.home))
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(*command, *home, stdout=pipe, stderr=asyncio.subprocess.STDOUT)
        output, _ = await asyncio.wait_for(process.communicate(), within_s)
        assert process.returncode is not None
        return Ran(process.returncode, output.decode())

    async def tokens(self, role: str, sub: str, *, org: str | None = None, count: int | None = None) -> list[str]:
        """Tokens for `sub`, or with `count` for `sub`-1 to `sub`-count."""
        of_org = ("--org", org) if org else ()
        many = ("--count", str(count)) if count else ()
        ran = await self.livefair("token", "--role", role, "--sub", sub, *of_org, *many)
        assert ran.status == 0, ran.output
        return ran.output.split()

    async def rows(self, sql: str, *arguments: Any) -> list[asyncpg.Record]:
        """The rows of a query in the fair's database."""
        connection = await asyncpg.connect(self.run["postgres"], ssl=False, timeout=10)
        try:
            found: list[asyncpg.Record] = await connection.fetch(sql, *arguments)
            return found
        finally:
            await connection.close()

    async def kill(self, kind: str, number: int = 1, how: signal.Signals = signal.SIGKILL) -> float:
        """kill -9, or another signal, for one instance. Returns when a new process is ready on its address.

        Returns the seconds until the old process was gone.
        """
        killed, name = psutil.Process(self.pid(kind, number)), f"{kind}-{number}"
        self.killed += 1
        back = self._log.read_text().count(f"{name} is back") + 1
        started = time.monotonic()
        killed.send_signal(how)

        async def is_gone() -> bool:
            return not killed.is_running() or killed.status() == psutil.STATUS_ZOMBIE

        async def is_back() -> bool:
            return self._log.read_text().count(f"{name} is back") >= back

        await until(is_gone, f"{name} to end", BACK_S)
        seconds = time.monotonic() - started
        await until(is_back, f"{name} to be restarted by `livefair up`", BACK_S)
        assert self.pid(kind, number) != killed.pid
        return seconds

    async def balances(self, within_s: float = COMMAND_S) -> None:
        """Every counter equals a recount, and a replay of the log gives the same rows."""
        for command in (("verify",), ("rebuild", "--check")):
            ran = await self.livefair(*command, within_s=within_s)
            assert ran.status == 0, f"livefair {' '.join(command)}: {ran.output}"

    def _deaths(self) -> int:
        return self._log.read_text().count(" ended with ")

    @property
    def _log(self) -> Path:
        return self.home / "up.log"

    async def _is_up(self) -> bool:
        assert self._process is not None
        assert self._process.returncode is None, f"`livefair up` ended: {self.said}"
        return (self.home / "run.json").exists()


@asynccontextmanager
async def running(home: Path, *arguments: str) -> AsyncIterator[System]:
    """A system for the duration of the block; afterwards nothing of it runs."""
    system = System(home, *arguments)
    await system.start()
    try:
        yield system
    finally:
        await system.stop()
