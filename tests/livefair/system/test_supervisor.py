"""Supervising child processes, each a line of Python."""

from __future__ import annotations

import asyncio
import os
import signal
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from livefair.failure import Failure, first_of
from livefair.system.supervisor import Stage, Supervisor, describe
from tests.livefair.servers.test_child import SAYS_READY, Script

pytestmark = pytest.mark.long


@dataclass
class Told:
    """The supervisor's messages, to wait for."""

    lines: asyncio.Queue[str]
    changes: int = 0

    def changed(self) -> None:
        self.changes += 1

    async def until(self, words: str) -> str:
        async with asyncio.timeout(20):
            while words not in (line := await self.lines.get()):
                pass
            return line


@pytest.fixture
def told() -> Told:
    return Told(asyncio.Queue())


def _supervisor(told: Told) -> Supervisor:
    return Supervisor(told.lines.put_nowait, told.changed)


def _script(folder: Path, name: str, code: str = SAYS_READY) -> Script:
    (folder / name).mkdir()
    return Script(folder / name, code, name=name)


async def test_stages_start_and_stop_in_order(tmp_path: Path, told: Told) -> None:
    """A stage starts after the one before, and stages stop in reverse order."""
    supervisor, order = _supervisor(told), []
    writes_its_end = (
        "import atexit, signal, sys\nsignal.signal(15, lambda *_: sys.exit())\n"
        "atexit.register(lambda: open('../ends', 'a').write(pathlib.Path.cwd().name + ' '))\n" + SAYS_READY
    )

    async def done() -> None:
        order.append(sorted(supervisor.pids()))

    await supervisor.start(Stage((_script(tmp_path, "log", writes_its_end),), then=done))
    await supervisor.start(Stage((_script(tmp_path, "domain", writes_its_end),), then=done))
    await supervisor.stop()
    assert order == [["log"], ["domain", "log"]]
    assert (tmp_path / "ends").read_text().split() == ["domain", "log"]
    assert supervisor.pids() == {}


async def test_one_that_dies_is_started_again(tmp_path: Path, told: Told) -> None:
    """A line gives the reason, the process is a new one, and the callback is called."""
    supervisor = _supervisor(told)
    await supervisor.start(Stage((_script(tmp_path, "fair-1"),)))
    first, changes = supervisor.pids()["fair-1"], told.changes
    os.kill(first, signal.SIGKILL)
    assert await told.until("ended") == (
        "fair-1 ended with signal 9: starting it again at once; "
        f"if it keeps ending, {tmp_path / 'fair-1' / 'script.log'} says why"
    )
    await told.until("fair-1 is back")
    assert supervisor.pids()["fair-1"] != first
    assert told.changes >= changes + 2
    await supervisor.stop()


async def test_one_that_cannot_come_back_is_tried_again(tmp_path: Path, told: Told) -> None:
    """Pauses between attempts grow, each failure is logged, and it runs again when it can."""
    supervisor = _supervisor(told)
    needy = "import sys, pathlib\nif not pathlib.Path('../needed').exists(): sys.exit('what it needs is away')\n"
    (tmp_path / "needed").touch()
    await supervisor.start(Stage((_script(tmp_path, "fair-1", needy + SAYS_READY),)))
    (tmp_path / "needed").unlink()
    os.kill(supervisor.pids()["fair-1"], signal.SIGKILL)
    assert "what it needs is away" in await told.until("trying again in 0.2 s")
    await told.until("trying again in 0.4 s")
    (tmp_path / "needed").touch()
    await told.until("fair-1 is back")
    await supervisor.stop()


async def test_one_whose_log_cannot_be_opened_is_tried_again(tmp_path: Path, told: Told) -> None:
    """The message has the log's name, and the child runs again when the log can be opened."""
    supervisor, log = _supervisor(told), tmp_path / "fair-1" / "script.log"
    await supervisor.start(Stage((_script(tmp_path, "fair-1"),)))
    log.unlink()
    log.mkdir()
    os.kill(supervisor.pids()["fair-1"], signal.SIGKILL)
    said = await told.until("trying again in 0.2 s")
    assert said.startswith(f"fair-1 cannot be started: Is a directory ({log}): put that right; its log is {log}")
    log.rmdir()
    await told.until("fair-1 is back")
    await supervisor.stop()


async def test_one_whose_preparation_finds_a_full_disk_is_tried_again(tmp_path: Path, told: Told) -> None:
    """For example Apache Kafka's preparation, which writes its settings at each start."""

    @dataclass
    class Writes(Script):
        async def prepare(self) -> None:
            await super().prepare()
            if (self.folder / "full").exists():
                await asyncio.to_thread(Path("/dev/full").write_text, "settings")

    (tmp_path / "kafka").mkdir()
    supervisor = _supervisor(told)
    await supervisor.start(Stage((Writes(tmp_path / "kafka", SAYS_READY, name="kafka"),)))
    (tmp_path / "kafka" / "full").touch()
    os.kill(supervisor.pids()["kafka"], signal.SIGKILL)
    assert "kafka cannot be started: No space left on device" in await told.until("trying again")
    (tmp_path / "kafka" / "full").unlink()
    await told.until("kafka is back")
    await supervisor.stop()


async def test_a_watch_that_ends_is_not_silent(tmp_path: Path) -> None:
    """An unexpected error stops the whole system instead of leaving one child dead."""

    def say(line: str) -> None:
        raise KeyError(line)

    supervisor = Supervisor(say, lambda: None)
    await supervisor.start(Stage((_script(tmp_path, "fair-1"),)))
    os.kill(supervisor.pids()["fair-1"], signal.SIGKILL)
    with pytest.raises(KeyError):
        async with asyncio.timeout(20):
            await supervisor.lost()
    await supervisor.stop()


async def test_one_that_fails_at_first_takes_its_stage_along(tmp_path: Path, told: Told) -> None:
    """A failure of the first start is raised, and after the stop nothing of the stage runs."""
    supervisor = _supervisor(told)
    servers = (_script(tmp_path, "good"), _script(tmp_path, "bad", "raise SystemExit('no')"))
    with pytest.raises(ExceptionGroup) as caught:
        await supervisor.start(Stage(servers))
    assert isinstance(first_of(caught.value), Failure)
    assert "bad ended while it started: no" in str(first_of(caught.value))
    await supervisor.stop()
    assert not [child for child in psutil.Process().children() if str(tmp_path) in " ".join(child.cmdline())]


async def test_the_irreplaceable_is_not_started_again(tmp_path: Path, told: Told) -> None:
    """The death of a child that cannot be replaced is reported to the system's owner."""
    supervisor = _supervisor(told)
    await supervisor.start(Stage((_script(tmp_path, "kafka"),), irreplaceable=True))
    os.kill(supervisor.pids()["kafka"], signal.SIGKILL)
    async with asyncio.timeout(10):
        assert await supervisor.lost() == "kafka"
    assert supervisor.pids() == {}
    await supervisor.stop()


def test_an_end_is_told_in_words() -> None:
    """An exit status and a signal are described differently."""
    assert (describe(1), describe(-9)) == ("status 1", "signal 9")
