"""The store of room chat: comments, reactions and clicks, kept for replay and figures. It decides nothing.

One transaction per batch contains its rows and the new offset in livefair.chat. If two instances read the same batch,
only one writes it: the first statement moves `chat_consumed` from the expected offset to the new one, and the other
instance continues from there. So a sum is added once, and a restart counts nothing twice. A comment is identified by
its id, wherever it is in the topic: a comment sent twice with the same `Idempotency-Key` is stored once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from plumbing.eventlog.batch import Batch
from plumbing.eventlog.offsets import Offsets
from plumbing.eventlog.outbox import Record
from plumbing.eventlog.sink import Sink
from schemas.chat import AudienceCounted, CommentHidden, CommentPosted
from schemas.envelope import Envelope
from schemas.event import Event
from services.fair.chat import statements as chat_statements
from services.fair.kernel.dead_letters import dead_letter
from services.fair.kernel.log import Told, read
from services.fair.kernel.tables import as_json

TABLES = ("chat_consumed", "comments", "hidden_comments", "room_minutes", "reaction_seconds")


@dataclass(slots=True)
class Heard:
    """The rows of a batch, with reactions and clicks summed up."""

    comments: list[dict[str, Any]] = field(default_factory=list)
    hidden: list[dict[str, Any]] = field(default_factory=list)
    minutes: Counter[tuple[UUID, datetime, str, str]] = field(default_factory=Counter)
    seconds: Counter[tuple[UUID, datetime, str]] = field(default_factory=Counter)


def heard(told: Iterable[Told]) -> Heard:
    """Sum up the events, each at the log time of its record."""
    found = Heard()
    for one in told:
        match one.event:
            case CommentPosted() as said:
                found.comments.append(_comment(said, one))
            case CommentHidden() as taken:
                found.hidden.append({"session": taken.session, "comment": taken.comment, "at": one.log_time})
            case AudienceCounted() as counted:
                _count(found, counted, one.log_time)
    return found


async def write(connection: asyncpg.Connection, batch: Batch[Envelope, Event]) -> Sequence[Record]:
    """Write a batch under the fence; it has nothing to publish."""
    for statement, written in _writes(heard(batch.received)):
        if written:
            await connection.execute(statement, as_json(written))
    return ()


KEPT = Sink(read, write, dead_letter, Offsets("chat_consumed"), stops_where_bad=False)
"""Bad records are dead-lettered, however many there are: decisions in the same process must continue."""


def _writes(found: Heard) -> Sequence[tuple[str, list[dict[str, Any]]]]:
    minutes = [
        {"session": session, "minute": minute, "kind": kind, "which": which, "number": number}
        for (session, minute, kind, which), number in found.minutes.items()
    ]
    seconds = [
        {"session": session, "second": second, "reaction": reaction, "number": number}
        for (session, second, reaction), number in found.seconds.items()
    ]
    return (
        (chat_statements.WRITE_COMMENTS, found.comments),
        (chat_statements.WRITE_HIDDEN.sql, found.hidden),
        (chat_statements.ADD_MINUTES.sql, minutes),
        (chat_statements.ADD_SECONDS.sql, seconds),
    )


def _comment(said: CommentPosted, told: Told) -> dict[str, Any]:
    return {
        "id": said.comment,
        "session": said.session,
        "person": said.person,
        "role": said.role,
        "text": said.words,
        "at": told.log_time,
        "offset": told.offset,
    }


def _count(found: Heard, counted: AudienceCounted, at: datetime) -> None:
    second = at.replace(microsecond=0)
    minute = second.replace(second=0)
    for reaction, times in counted.reactions.items():
        found.minutes[counted.session, minute, "reaction", reaction] += times
        found.seconds[counted.session, second, reaction] += times
    for drop, times in counted.clicks.items():
        found.minutes[counted.session, minute, "click", str(drop)] += times
