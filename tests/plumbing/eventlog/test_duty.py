"""A duty: retried after temporary errors, fatal after permanent ones, and always stoppable."""

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
    """Fails as configured; then each turn is recorded."""

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
    """An unreachable broker or database is logged in the duty's words, and the next turn comes soon."""
    watch.failures.extend([Unavailable("the broker is away"), ConnectionRefusedError("so is the database")])
    with capture_logs() as said:
        watch.start()
        await asyncio.wait_for(watch.went_well.wait(), 20)
    assert [(one["event"], one["log_level"]) for one in said] == [("watch_waits", "warning")] * 2
    assert [one["error"] for one in said] == ["the broker is away", "ConnectionRefusedError('so is the database')"]


async def test_what_will_not_pass_stops_the_process(watch: Watch, stopped: Stopped) -> None:
    """The message names the duty and the error."""
    watch.failures.append(ValueError("no such thing"))
    watch.start()
    assert await asyncio.wait_for(stopped, 20) == "the watch is over: ValueError('no such thing')"


async def test_turns_come_at_their_time(watch: Watch) -> None:
    """After a successful turn the next one runs at its time, not before."""
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
    """Also if it never ran."""
    await watch.stop()
    for turns in (1, 2):
        watch.went_well.clear()
        watch.start()
        await asyncio.wait_for(watch.went_well.wait(), 20)
        await asyncio.wait_for(watch.stop(), 5)
        assert watch.taken == turns
        assert watch._task is not None
        assert watch._task.done()
