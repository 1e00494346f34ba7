"""Fixtures for the local system: minimal services, and `livefair` as a process."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from livefair.system.home import Home
from livefair.system.keys import ensure_keys
from livefair.system.topics import create_topics
from tests.commands import Command
from tests.commands import start as begin
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


@pytest.fixture(scope="session")
def tiny_services(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with services that only answer probes; first on PYTHONPATH, they replace the real ones."""
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
    """The address of a broker whose topics only these tests use, so a replay reads nothing else."""
    server = RunningKafka(servers_folder / "kafka-of-the-log")
    await server.start()
    try:
        await create_topics(server.bootstrap)
        yield server.bootstrap
    finally:
        await server.kill()


class Up(Command):
    """`livefair up` as a process."""

    def __init__(self, command: Command, home: Home) -> None:
        super().__init__(command.process)
        self.home = home

    @property
    def run(self) -> dict[str, Any]:
        return self.home.read_run()


StartUp = Callable[..., Awaitable[Up]]


@pytest_asyncio.fixture(loop_scope="session")
async def start_up(tiny_services: Path) -> AsyncIterator[StartUp]:
    """Starts `livefair up --home HOME ARGUMENTS` with minimal services, and stops it at the end."""
    started: list[Up] = []

    async def start(home: Path, *arguments: str, ready: bool = True, **environment: str) -> Up:
        command = await begin("up", "--home", str(home), *arguments, PYTHONPATH=str(tiny_services), **environment)
        started.append(Up(command, Home(home)))
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
