"""A service as a process: standard routes, an orderly stop, a failing start."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from plumbing.http import service
from plumbing.http.problem import problem_handlers
from plumbing.http.service import standard_routes, stop_in_turn

PROGRAM = """
import asyncio, sys
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from plumbing.http.service import run

async def slow(request):
    print("in", flush=True)
    await asyncio.sleep(0.5)
    return PlainTextResponse("done")

run(Starlette(routes=[Route("/slow", slow)]), "127.0.0.1", int(sys.argv[1]))
"""


class Readiness:
    """The readiness check behind `/readyz`."""

    def __init__(self) -> None:
        self.why_not: str | None = None

    async def __call__(self) -> str | None:
        return self.why_not


def test_the_standard_routes_answer() -> None:
    """Health, readiness with the reason, metrics, documents."""
    ready = Readiness()
    made = 0

    def document() -> dict[str, str]:
        nonlocal made
        made += 1
        return {"openapi": "3.1.0"}

    routes = standard_routes(document, ready)
    client = TestClient(Starlette(routes=routes, exception_handlers=problem_handlers))
    assert [client.get(path).status_code for path in ("/healthz", "/readyz", "/metrics")] == [200, 200, 200]
    assert client.get("/openapi.json").json() == {"openapi": "3.1.0"}
    tag = client.get("/openapi.json").headers["etag"]
    assert client.get("/openapi.json", headers={"If-None-Match": tag}).status_code == 304
    assert made == 1
    ready.why_not = "the catalog is behind"
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["detail"]) == (503, "Not ready: the catalog is behind")


async def test_what_does_not_stop_in_time_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts stop one after the other within a common bound, so that the process ends in time."""
    monkeypatch.setattr(service, "STOP_S", 0.05)
    stopped: list[str] = []

    async def stop() -> None:
        stopped.append("one")

    async def never() -> None:
        await asyncio.Event().wait()

    await asyncio.wait_for(stop_in_turn(stop, stop, never, stop), 30)
    assert stopped == ["one", "one"]


TOLD_TOO_EARLY = """
import os, signal, uvicorn
from starlette.applications import Starlette
from plumbing.http.service import run

def told(server, sockets=None):
    os.kill(os.getpid(), signal.SIGTERM)
    print("still here", flush=True)

uvicorn.Server.run = told
run(Starlette(), "127.0.0.1", 1)
"""


def test_a_signal_that_comes_before_the_server_ends_it() -> None:
    """A parent may send it only once before it ends: if it were lost, the process would stay forever."""
    done = subprocess.run([sys.executable, "-c", TOLD_TOO_EARLY], capture_output=True, text=True, timeout=60)
    assert (done.returncode, "still here" in done.stdout) == (0, False)


@contextmanager
def serving() -> Iterator[tuple[subprocess.Popen[str], str]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    pipe = subprocess.PIPE
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, str(port)], stdout=pipe, stderr=pipe, text=True)
    with process:
        try:
            wait_for_port(port)
            yield process, f"http://127.0.0.1:{port}"
        finally:
            process.kill()


def wait_for_port(port: int) -> None:
    deadline = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except ConnectionRefusedError:
            assert time.monotonic() < deadline, "the server did not start"
        else:
            return


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_finishes_what_is_open(number: signal.Signals) -> None:
    """The open request is answered, and the exit status is 0."""
    with serving() as (process, url), httpx.Client(trust_env=False) as client:
        assert process.stdout is not None
        request = client.build_request("GET", f"{url}/slow")
        with socket.create_connection(("127.0.0.1", request.url.port or 0)) as connection:
            connection.sendall(b"GET /slow HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")
            assert process.stdout.readline() == "in\n"
            os.kill(process.pid, number)
            answer = b"".join(iter(lambda: connection.recv(4_096), b""))
        assert answer.endswith(b"done")
        assert process.wait(timeout=15) == 0


def test_a_port_that_is_taken_is_said() -> None:
    """A second server on the port exits with 1."""
    with serving() as (_, url):
        port = url.rsplit(":", 1)[1]
        second = subprocess.run(
            [sys.executable, "-c", PROGRAM, port], capture_output=True, text=True, timeout=30, check=False
        )
    assert second.returncode == 1
    assert "address already in use" in second.stderr + second.stdout


WORKER = """
import sys
from plumbing.http.service import run
from plumbing.workers import Sharing
run(None, "127.0.0.1", int(sys.argv[1]), Sharing("ingest", is_worker=True))
"""


def test_a_port_that_cannot_be_shared_is_said() -> None:
    """If another process holds the port alone, a worker exits with 1 and one line."""
    with socket.create_server(("127.0.0.1", 0)) as alone:
        port = str(alone.getsockname()[1])
        command, pipe = [sys.executable, "-c", WORKER, port], subprocess.PIPE
        with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as worker:
            assert worker.wait(timeout=30) == 1  # before its stdin ends, which would stop it
            assert worker.stdout is not None
            assert worker.stderr is not None
            said = worker.stdout.read() + worker.stderr.read()
    assert f"cannot share 127.0.0.1:{port}" in said
    assert "Traceback" not in said


STARTING = """
import asyncio, contextlib
from starlette.applications import Starlette
from plumbing.http.service import run
from plumbing.workers import Sharing

@contextlib.asynccontextmanager
async def lifespan(_):
    print("in", flush=True)
    await asyncio.Event().wait()
    yield

run(Starlette(lifespan=lifespan), "127.0.0.1", 0, Sharing("ingest", is_worker=True))
"""


@pytest.mark.parametrize("told", ["by a signal", "by the end of its parent"])
def test_a_worker_stops_though_its_start_has_no_end(told: str) -> None:
    """It waits for the log before it listens, and the log may be unreachable."""
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", STARTING], stdin=pipe, stdout=pipe, text=True) as worker:
        assert worker.stdout is not None
        assert worker.stdin is not None
        try:
            assert worker.stdout.readline() == "in\n"
            if told == "by a signal":
                worker.terminate()
            else:
                worker.stdin.close()
            assert worker.wait(timeout=15) == 0
        finally:
            worker.kill()
