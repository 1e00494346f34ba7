"""Several processes behind one port: their environments, and that they end together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from plumbing.environment import BadSettings, Environment
from plumbing.workers import Sharing

GIVEN = {"LIVEFAIR_PORT": "1", "LIVEFAIR_INGEST_WORKERS": "3", "LIVEFAIR_INSTANCE": "edge"}


def sharing(**given: str) -> Sharing:
    return Sharing.from_environment("ingest", Environment({**GIVEN, **given}))


def test_alone_where_nothing_is_said() -> None:
    """Without the variable there is one process and no worker."""
    told = Sharing.from_environment("notify", Environment({"LIVEFAIR_PORT": "1"}))
    assert (told.workers, told.is_worker) == (1, False)


def test_each_worker_has_a_name_of_its_own_and_starts_none() -> None:
    """The rest of its environment is its parent's."""
    told = sharing().environment_of(2)
    own = Sharing.from_environment("ingest", Environment(told))
    assert (own.workers, own.is_worker, told["LIVEFAIR_INSTANCE"]) == (1, True, "edge/2")
    assert told["LIVEFAIR_PORT"] == "1"


@pytest.mark.parametrize("many", ["0", "-1", "two", "65", "1000"])
def test_a_number_that_is_none_is_refused_by_its_name(many: str) -> None:
    """At least one, and at most what a machine can run."""
    with pytest.raises(BadSettings, match="LIVEFAIR_INGEST_WORKERS"):
        sharing(LIVEFAIR_INGEST_WORKERS=many)


SUPERVISOR = """
import asyncio, os
from plumbing.workers import Sharing

async def serve():
    print("alone", flush=True)

asyncio.run(Sharing("tiny", "edge", int(os.environ["WORKERS"]), given=dict(os.environ)).run(serve))
"""

WORKER = """
import os, signal, sys, threading
from plumbing.workers import stop_with_parent

signal.signal(signal.SIGTERM, lambda number, frame: sys.exit())
os.write(1, f'{os.environ["LIVEFAIR_INSTANCE"]}\\n'.encode())  # at once: both write to the same pipe
if os.environ["LIVEFAIR_INSTANCE"] == os.environ["ENDS"]:
    sys.exit()
stop_with_parent()
threading.Event().wait()
"""


@contextmanager
def supervised(folder: Path, workers: int = 2, ends: str = "none") -> Iterator[subprocess.Popen[str]]:
    """A supervisor of this number of workers, which say their names; the one that is named in `ends` ends at once."""
    package = folder / "services" / "tiny"
    package.mkdir(parents=True)
    (package / "__main__.py").write_text(WORKER)
    env = {**os.environ, "PYTHONPATH": str(folder), "WORKERS": str(workers), "ENDS": ends}
    pipe = subprocess.PIPE
    process = subprocess.Popen([sys.executable, "-c", SUPERVISOR], env=env, stdout=pipe, stderr=pipe, text=True)
    with process:
        try:
            yield process
        finally:
            process.kill()


def said_by(process: subprocess.Popen[str], lines: int) -> set[str]:
    assert process.stdout is not None
    return {process.stdout.readline().strip() for _ in range(lines)}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_all_workers(tmp_path: Path, number: signal.Signals) -> None:
    """The supervisor passes it on, waits for each worker and exits with 0."""
    with supervised(tmp_path) as process:
        assert said_by(process, 2) == {"edge/1", "edge/2"}
        process.send_signal(number)
        rest, _ = process.communicate(timeout=30)  # the end of its output is that of the workers too
        assert (process.returncode, rest) == (0, "")


def test_a_worker_that_ends_takes_the_others_with_it(tmp_path: Path) -> None:
    """The process exits with 1 and the reason, so that its own supervisor starts the service again."""
    with supervised(tmp_path, ends="edge/2") as process:
        said = "".join(process.communicate(timeout=30))
    assert (process.returncode, "a worker has ended" in said) == (1, True)


def test_workers_end_with_their_supervisor(tmp_path: Path) -> None:
    """Even after a kill, which the supervisor cannot pass on."""
    with supervised(tmp_path) as process:
        assert said_by(process, 2) == {"edge/1", "edge/2"}
        process.kill()
        assert process.communicate(timeout=30)[0] == ""


def test_one_worker_is_no_worker(tmp_path: Path) -> None:
    """A service with a single process serves in it."""
    with supervised(tmp_path, workers=1) as process:
        assert process.communicate(timeout=30)[0] == "alone\n"
    assert process.returncode == 0
