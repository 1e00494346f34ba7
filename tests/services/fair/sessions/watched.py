"""Reports of notify's instances, as records of the presence topic."""

from __future__ import annotations

from datetime import datetime

from aiokafka import ConsumerRecord

from schemas.presence import PresenceRecord, RoomPresence
from services.fair.sessions.viewers import SETTLES
from tests.services.fair.hosting import Host
from tests.services.fair.story import record

WRITTEN = Host().opened()


def report(room: str, time: datetime, viewers: int, peak: int, settled: int | None = None) -> ConsumerRecord:
    """A report of one room, at the time when the figures of `time` have settled."""
    rooms = {room: RoomPresence(here=viewers, viewers=viewers, peak=peak, settled=settled)}
    value = PresenceRecord(instance="notify-1", rooms=rooms).model_dump_json().encode()
    return reported(value, time)


def reported(value: bytes, time: datetime) -> ConsumerRecord:
    """A record of the topic with this value."""
    return record(WRITTEN, 0, time=time + SETTLES, topic="livefair.presence", value=value)
