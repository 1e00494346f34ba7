"""The reports of notify's instances, read from their records: who watches which session. It keeps nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from uuid import UUID

import structlog
from aiokafka import ConsumerRecord
from pydantic import ValidationError

from plumbing.telemetry import metrics
from schemas.presence import PresenceRecord, RoomPresence
from schemas.topics import PRESENCE

ROOM = "session:"
log = structlog.get_logger(__name__)


def reports(records: Iterable[ConsumerRecord]) -> Iterator[tuple[UUID, datetime, RoomPresence]]:
    """Each session with its viewers, and the time of the report. An unreadable one is skipped: the next replaces it."""
    for record in records:
        try:
            said = PresenceRecord.model_validate_json(record.value or b"")
        except ValidationError as error:
            metrics.UNREADABLE.labels(PRESENCE.name).inc()
            log.error("unreadable_record", topic=PRESENCE.name, offset=record.offset, fields=error.error_count())
            continue
        at = datetime.fromtimestamp(record.timestamp / 1000, UTC)
        for room, told in said.rooms.items():
            session = _session(room)
            if session is not None:
                yield session, at, told


def _session(room: str) -> UUID | None:
    """None for the room of a fair, or of a newer kind."""
    try:
        return UUID(room.removeprefix(ROOM))
    except ValueError:
        return None
