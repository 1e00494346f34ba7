"""What the tests of the local system share: services that do nothing but answer, and `livefair` as a process."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
import pytest_asyncio

from livefair.home import Home
from livefair.keys import ensure_keys
from livefair.topics import create_topics
from tests.conftest import RunningKafka

TINY_SERVICE = '''
import http.server, json, os, signal, sys

signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
if os.environ.get("TINY_FAILS") == os.environ["LIVEFAIR_INSTANCE"]:
    sys.exit("it will not start")


class Answers(http.server.BaseHTTPRequestHandler):
    """Ready at once; elsewhere it tells what it was told."""

    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        told = {name: value for name, value in os.environ.items() if name.startswith("LIVEFAIR_")}
        self.wfile.write(json.dumps(told).encode())


http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["LIVEFAIR_PORT"])), Answers).serve_forever()
'''
LINE_TIMEOUT_S = 60.0


@pytest.fixture(scope="session")
def tiny_services(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with services that only answer; first on PYTHONPATH, they stand for the real ones."""
    folder = tmp_path_factory.mktemp("tiny")
    for kind in ("ingest", "fair", "notify"):
        package = folder / "services" / kind
        package.mkdir(parents=True)
        (package / "__init__.py").touch()
        (package / "__main__.py").write_text(TINY_SERVICE)
    return folder


@pytest.fixture
def home_with_keys(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    ensure_keys(home)
    return home


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def log(servers_folder: Path) -> AsyncIterator[str]:
    """The address of a broker with the fair's topics for these tests alone: what is replayed is all our own."""
    server = RunningKafka(servers_folder / "kafka-of-the-log")
    await server.start()
    try:
        await create_topics(server.bootstrap)
        yield server.bootstrap
    finally:
        await server.kill()


class Up:
    """`livefair up` in a process of its own."""

    def __init__(self, process: asyncio.subprocess.Process, home: Home) -> None:
        self.process, self.home = process, home
        self.lines: list[str] = []

    @property
    def run(self) -> dict[str, Any]:
        return self.home.read_run()

    async def says(self, words: str) -> str:
        """The next line that holds `words`; fails with all that was said where none comes."""
        assert self.process.stdout is not None
        while True:
            line = (await asyncio.wait_for(self.process.stdout.readline(), LINE_TIMEOUT_S)).decode()
            if not line:
                raise AssertionError(f"it ended without saying {words!r}: {self.lines}")
            self.lines.append(line.strip())
            if words in line:
                return line.strip()

    async def ends(self) -> int:
        """Its exit status; what it said meanwhile is in `lines`."""
        assert self.process.stdout is not None
        rest = await asyncio.wait_for(self.process.stdout.read(), LINE_TIMEOUT_S)
        self.lines += rest.decode().splitlines()
        return await self.process.wait()

    async def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return await self.ends()

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)


StartUp = Callable[..., Awaitable[Up]]


@pytest_asyncio.fixture(loop_scope="session")
async def start_up(tiny_services: Path) -> AsyncIterator[StartUp]:
    """Starts `livefair up --home HOME ARGUMENTS` with tiny services; what still runs at the end is stopped."""
    started: list[Up] = []

    async def start(home: Path, *arguments: str, ready: bool = True, **environment: str) -> Up:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "livefair", "up", "--home", str(home), *arguments),
            env={**os.environ, "PYTHONPATH": str(tiny_services), **environment},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        started.append(Up(process, Home(home)))
        if ready:
            await started[-1].says("up  ")
        return started[-1]

    yield start
    for up in started:
        if up.process.returncode is None:
            await up.stop()


def all_pids(run: dict[str, Any]) -> set[int]:
    """The process ids in a run.json."""
    processes = json.loads(json.dumps(run["processes"]))
    listed = [pid for pids in processes.values() if isinstance(pids, list) for pid in pids]
    return {*listed, *(pid for pid in processes.values() if isinstance(pid, int))}
