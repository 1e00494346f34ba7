"""A duty: taken up again after what passes, loud about what does not, stopped whatever it does."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from structlog.testing import capture_logs

from plumbing.eventlog import duty as duties
from plumbing.eventlog.duty import Duty
from plumbing.kafka.publisher import Unavailable
from tests.plumbing.eventlog.conftest import Stopped


class Watch(Duty):
    """Fails as it is told to; then each turn is noted."""

    def __init__(self, every_s: float = 1_000.0) -> None:
        super().__init__("watch_waits", "the watch is over", every_s)
        self.failures = deque[Exception]()
        self.taken = 0
        self.went_well = asyncio.Event()

    async def turn(self) -> None:
        if self.failures:
            raise self.failures.popleft()
        self.taken += 1
        self.went_well.set()


@pytest_asyncio.fixture(loop_scope="session")
async def watch(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Watch]:
    monkeypatch.setattr(duties, "BACKOFF_S", 0.01)
    watch = Watch()
    yield watch
    await watch.stop()


async def test_what_passes_is_waited_for(watch: Watch) -> None:
    """A broker or a database that is away is said in the duty's own word, and the next turn is taken soon."""
    watch.failures.extend([Unavailable("the broker is away"), ConnectionRefusedError("so is the database")])
    with capture_logs() as said:
        watch.start()
        await asyncio.wait_for(watch.went_well.wait(), 20)
    assert [(one["event"], one["log_level"]) for one in said] == [("watch_waits", "warning")] * 2
    assert [one["error"] for one in said] == ["the broker is away", "ConnectionRefusedError('so is the database')"]


async def test_what_will_not_pass_stops_the_process(watch: Watch, stopped: Stopped) -> None:
    """It says whose duty it was and what happened."""
    watch.failures.append(ValueError("no such thing"))
    watch.start()
    assert await asyncio.wait_for(stopped, 20) == "the watch is over: ValueError('no such thing')"


async def test_turns_come_at_their_time(watch: Watch) -> None:
    """After a turn that went well the next one is due when it was said, and not before."""
    often = Watch(every_s=0.001)
    for one in (watch, often):
        one.start()
    async with asyncio.timeout(20):
        while often.taken < 3:
            often.went_well.clear()
            await often.went_well.wait()
    await often.stop()
    assert watch.taken == 1


async def test_it_can_be_stopped_and_taken_up_again(watch: Watch) -> None:
    """Also where it was never taken up."""
    await watch.stop()
    for turns in (1, 2):
        watch.went_well.clear()
        watch.start()
        await asyncio.wait_for(watch.went_well.wait(), 20)
        await asyncio.wait_for(watch.stop(), 5)
        assert watch.taken == turns
        assert watch._task is not None
        assert watch._task.done()
