"""Viewers: what notify reports becomes a record a minute, and the figures of the session."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from aiokafka import ConsumerRecord

from schemas.presence import PresenceRecord, RoomPresence
from services.fair.settings import Settings
from services.fair.viewers import GRACE, Viewers
from tests.services.fair.hosting import Host
from tests.services.fair.running import Edge, decided, running_fair
from tests.services.fair.story import at, record
from tests.services.fair.tables import contents

HOST = Host()
ROOM = f"session:{HOST.session()}"


def report(time: datetime, viewers: int, peak: int, room: str = ROOM) -> ConsumerRecord:
    rooms = {room: RoomPresence(here=viewers, viewers=viewers, peak=peak)}
    value = PresenceRecord(instance="notify-1", rooms=rooms).model_dump_json().encode()
    return record(HOST.opened(), 0, time=time, topic="livefair.presence", value=value)


async def test_a_minute_becomes_a_record(fair_settings: Settings, edge: Edge) -> None:
    """The last number and the largest, once, however many owners there were; and the session's peak."""
    async with running_fair(fair_settings) as fair:
        await decided(fair, await edge.write(*HOST.live("a")))
        now = datetime.now(UTC).replace(second=0, microsecond=0)
        reports = [report(now + timedelta(seconds=n), viewers, peak) for n, viewers, peak in ((1, 5, 9), (2, 7, 9))]
        successor = Viewers(fair.pool, fair.publisher, fair.consumer.owned)
        for viewers in (fair.viewers, successor):
            await viewers.take([report(now, 1, 1, "session:nonsense"), *reports])
            assert await viewers.look(now) == 0
            assert await viewers.look(now + GRACE) == 1
            assert await viewers.look(now + GRACE) == 0
        await decided(fair, await edge.write(HOST.ended()))
    rows = await contents(fair_settings.postgres)
    (minute,) = rows["session_minutes"]
    assert (minute["minute"], minute["viewers"], minute["viewers_peak"]) == (now, 7, 9)
    assert [row["viewers_peak"] for row in rows["sessions"]] == [9]
    assert sorted(row["actor"] for row in rows["inbox"]).count("livefair") == 1


async def test_sessions_that_are_not_on_are_not_counted(fair_settings: Settings, edge: Edge) -> None:
    """Whoever waits in the room before the start is no viewer of the session; nor is what cannot be read."""
    host = Host()
    async with running_fair(fair_settings) as fair:
        await decided(fair, await edge.write(*host.ready("a"), host.planned("a")))
        bad = record(host.opened(), 0, topic="livefair.presence", value=b"{")
        await fair.viewers.take([bad, report(at(0), 3, 3, f"session:{host.session()}")])
        assert await fair.viewers.look(at(0) + GRACE) == 0
