"""Reporting this instance's viewers, and showing the totals of all instances."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiokafka import ConsumerRecord

from plumbing.kafka.publisher import Unavailable
from schemas.presence import SETTLES_MS, PresenceRecord, RoomPresence
from schemas.topics import PRESENCE
from services.notify.feeds.presence import CHANGE_S, REPORT_S, Presence
from tests.services.notify.watching import SHOW, Stage, record


class Log:
    """Replaces the topic: returns reports as records; `away` refuses them."""

    def __init__(self) -> None:
        self.said: list[PresenceRecord] = []
        self.away = False

    async def publish(self, topic: str, key: bytes, value: bytes) -> None:
        if self.away:
            raise Unavailable("away")
        said = PresenceRecord.model_validate_json(value)
        assert (topic, key) == (PRESENCE.name, said.instance.encode())
        self.said.append(said)


def logged(value: bytes, at_ms: int = 0) -> Any:
    return ConsumerRecord(PRESENCE.name, 0, 0, at_ms, 1, b"n1", value, None, 0, 0, ())


def said(instance: str, here: int, peak: int = 0) -> bytes:
    """A report of an old instance, which has no settled figure."""
    room = RoomPresence(here=here, viewers=here, peak=peak)
    return PresenceRecord(instance=instance, rooms={SHOW.key: room}).model_dump_json().encode()


class World:
    """One instance on a stage with one session's room."""

    def __init__(self) -> None:
        self.stage, self.log = Stage(), Log()
        self.stage.read(record(SHOW.key, 0, counters={"drops": 0}))
        self.presence = Presence("n1", self.stage.hub, self.log, lambda: self.stage.wait(0), lambda: self.stage.now)  # type: ignore[arg-type]  # a list stands for the log

    async def wait(self, seconds: float) -> None:
        """Advance the clock and let the reporter run once."""
        self.stage.now += seconds
        running = asyncio.create_task(self.presence.run())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        running.cancel()


@pytest.fixture
def world() -> World:
    return World()


async def test_viewers_are_reported_each_second_and_soon_after_a_change(world: World) -> None:
    """At the start, soon after a change, and otherwise once a second."""
    await world.wait(0)
    world.stage.join(SHOW)
    await world.wait(CHANGE_S / 2)
    assert [report.rooms for report in world.log.said] == [{}]
    await world.wait(CHANGE_S / 2)
    assert world.log.said[1].rooms[SHOW.key] == RoomPresence(here=1, viewers=0, peak=0, settled=0)
    await world.wait(CHANGE_S)
    assert len(world.log.said) == 2
    await world.wait(REPORT_S - CHANGE_S)
    assert len(world.log.said) == 3


async def test_viewers_see_what_all_instances_report(world: World) -> None:
    """As counters of the room, the instance's own viewers among them."""
    viewer = world.stage.join(SHOW)
    assert viewer.counters == {"drops": 0, "viewers": 0, "viewers_peak": 0}
    await world.presence.apply([logged(said("n1", 1)), logged(said("n2", 4, peak=9))])
    assert viewer.counters == {"drops": 0, "viewers": 5, "viewers_peak": 9}
    assert world.stage.join(SHOW).counters == viewer.counters


async def test_a_peak_is_reported_on(world: World) -> None:
    """An instance without viewers in the room repeats the peak, so that any newest record has it."""
    await world.presence.apply([logged(said("n2", 4, peak=9))])
    await world.wait(0)
    assert world.log.said[0].rooms[SHOW.key] == RoomPresence(here=0, viewers=4, peak=9, settled=0)


async def test_what_has_settled_is_reported(world: World) -> None:
    """Consumers can leave out the seconds in which a moving viewer counts twice."""
    for at_ms in (0, 1_000, SETTLES_MS, 2 * SETTLES_MS):
        await world.presence.apply([logged(said("n2", 4), at_ms)])
    await world.presence.apply([logged(said("n3", 4), 2 * SETTLES_MS)])
    await world.wait(0)
    assert world.log.said[0].rooms[SHOW.key] == RoomPresence(here=0, viewers=8, peak=4, settled=4)


async def test_what_the_broker_does_not_take_is_replaced_by_the_next(world: World) -> None:
    """A report that the broker refuses is dropped, and the reporter continues."""
    world.log.away = True
    await world.wait(0)
    world.log.away = False
    await world.wait(REPORT_S)
    assert len(world.log.said) == 1


async def test_who_leaves_reports_nobody(world: World) -> None:
    """When the instance stops it reports no viewers; they reconnect and count elsewhere."""
    world.stage.join(SHOW)
    await world.presence.leave()
    assert world.log.said[0].rooms == {}


@pytest.mark.parametrize(
    "value", [b"", b"no json", b'{"instance": "n2"}', said("n2", 1).replace(b'"here":1', b'"here":-1')]
)
async def test_a_bad_record_is_passed_over(world: World, value: bytes) -> None:
    """The records around it count."""
    viewer = world.stage.join(SHOW)
    await world.presence.apply([logged(value), logged(said("n3", 2))])
    assert viewer.counters["viewers"] == 2


async def test_a_forgotten_room_shows_nothing_of_old(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of unwatched rooms in memory is bounded."""
    monkeypatch.setattr("services.notify.rooms.audience.UNWATCHED_MAX", 0)
    await world.presence.apply([logged(said("n2", 0, peak=9))])
    assert world.stage.join(SHOW).counters["viewers_peak"] == 0
