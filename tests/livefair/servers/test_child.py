"""One child process: started, ready, stopped, killed, orphaned."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import textwrap
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

from livefair.servers.child import Child, Program, StartFailed, last_line
from livefair.servers.ports import HOST, free_port

pytestmark = pytest.mark.long

SAYS_READY = "import pathlib, time; pathlib.Path('ready').touch(); time.sleep(60)"
STUBBORN = """
import pathlib, signal, time
signal.signal(signal.SIGTERM, lambda *_: None)
pathlib.Path('ready').touch()
while True:
    time.sleep(60)
"""
HAS_A_CHILD = """
import pathlib, subprocess
child = subprocess.Popen(['sleep', '60'], start_new_session=True)
pathlib.Path('written').write_text(str(child.pid))
pathlib.Path('written').rename('ready')
child.wait()
"""


@dataclass
class Script:
    """A server of one line of Python, which is ready when the file `ready` exists."""

    folder: Path
    code: str
    name: str = "script"
    port: int = field(default_factory=free_port)
    start_timeout_s: float = 10.0
    stop_timeout_s: float = 5.0
    env: dict[str, str] = field(default_factory=dict)

    async def prepare(self) -> None:
        (self.folder / "ready").unlink(missing_ok=True)

    def program(self) -> Program:
        log = self.folder / "script.log"
        return Program(
            (sys.executable, "-c", self.code), log, self.env, cwd=self.folder, stop_timeout_s=self.stop_timeout_s
        )

    async def is_ready(self) -> bool:
        return (self.folder / "ready").exists()


async def test_it_runs_until_it_is_stopped(tmp_path: Path) -> None:
    """A started child is ready and has a process id; a stopped one has none and got SIGTERM."""
    child = Child(Script(tmp_path, SAYS_READY))
    await child.start()
    assert child.pid is not None
    assert (tmp_path / "ready").exists()
    await child.stop()
    assert child.pid is None
    assert await child.wait() == -signal.SIGTERM


async def test_one_that_ends_at_once_says_why(tmp_path: Path) -> None:
    """The error has the last line that the child wrote."""
    child = Child(Script(tmp_path, "raise SystemExit('port 5432 is taken')"))
    with pytest.raises(StartFailed, match=r"script ended while it started: port 5432 is taken \(see .*script.log\)"):
        await child.start()


async def test_one_that_is_never_ready_is_ended(tmp_path: Path) -> None:
    """A child that does not answer in time is reported and leaves no process."""
    child = Child(Script(tmp_path, "import time; time.sleep(60)", start_timeout_s=0.2))
    with pytest.raises(StartFailed, match="did not answer in 0 s"):
        await child.start()
    assert child.pid is None


async def test_a_missing_program_is_said() -> None:
    """A missing program is one line, not a traceback."""

    class Missing(Script):
        def program(self) -> Program:
            return Program(("/nowhere/at-all",), Path(os.devnull))

    with pytest.raises(StartFailed, match="cannot run /nowhere/at-all: No such file or directory"):
        await Child(Missing(Path("/tmp"), "")).start()


async def test_what_the_machine_refuses_is_said(tmp_path: Path) -> None:
    """A log file that cannot be opened is one line with its name."""
    (tmp_path / "script.log").mkdir()
    with pytest.raises(StartFailed, match=r"script cannot be started: Is a directory \(.*script.log\): put that right"):
        await Child(Script(tmp_path, SAYS_READY)).start()


async def test_a_taken_port_is_said_before_it_starts(tmp_path: Path) -> None:
    """A port in use by another program is named in one line."""
    with socket.socket() as other:
        other.bind((HOST, free_port()))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(StartFailed, match=f"port {port} of script is taken: stop what holds it"):
            await Child(Script(tmp_path, SAYS_READY, port=port)).start()


async def test_one_that_ignores_the_signal_is_killed(tmp_path: Path) -> None:
    """A child that does not stop in time is killed."""
    child = Child(Script(tmp_path, STUBBORN, stop_timeout_s=0.2))
    await child.start()
    await child.stop()
    assert await child.wait() == -signal.SIGKILL


async def test_kill_takes_what_it_started(tmp_path: Path) -> None:
    """No grandchild survives, not even in its own session."""
    child = Child(Script(tmp_path, HAS_A_CHILD))
    await child.start()
    grandchild = psutil.Process(int((tmp_path / "ready").read_text()))
    await child.kill()
    await asyncio.to_thread(psutil.wait_procs, [grandchild], timeout=5)
    assert not grandchild.is_running() or grandchild.status() == psutil.STATUS_ZOMBIE


async def test_restart_gives_another_process(tmp_path: Path) -> None:
    """It runs again with another process id."""
    child = Child(Script(tmp_path, SAYS_READY))
    await child.start()
    first = child.pid
    await child.restart()
    assert child.pid not in (None, first)
    await child.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="the leash is the Linux kernel's")
def test_it_dies_with_a_killed_parent(tmp_path: Path) -> None:
    """kill -9 of the parent leaves no child."""
    parent_code = textwrap.dedent(
        f"""
        import asyncio, pathlib
        from livefair.servers.child import Child
        from tests.livefair.servers.test_child import Script, SAYS_READY
        async def main():
            child = Child(Script(pathlib.Path({str(tmp_path)!r}), SAYS_READY))
            await child.start()
            print(child.pid, flush=True)
            await asyncio.sleep(60)
        asyncio.run(main())
        """
    )
    with subprocess.Popen([sys.executable, "-c", parent_code], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
        gone, alive = psutil.wait_procs([child], timeout=5)
    assert gone == [child]
    assert alive == []


def test_the_last_line_skips_blank_ones(tmp_path: Path) -> None:
    """Blank lines at the end are skipped, and a missing log says so."""
    log = tmp_path / "a.log"
    log.write_text("first\nlast \n\n")
    assert last_line(log) == "last"
    assert last_line(tmp_path / "missing.log") == "it said nothing"


def test_the_last_line_of_a_service_is_its_why(tmp_path: Path) -> None:
    """From a JSON log only the reason is shown."""
    log = tmp_path / "a.log"
    log.write_text('{"event": "started"}\n{"event": "stopping", "why": "fair cannot start: no broker"}\n')
    assert last_line(log) == "fair cannot start: no broker"
    log.write_text('{"event": "started"}\n')
    assert last_line(log) == '{"event": "started"}'
