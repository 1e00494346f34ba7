"""What an archived fair leaves behind: tombstones of all its catalog entries, and of its public rooms.

It can still be read from the tables. Its log allows nothing more, so it needs neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from plumbing.eventlog.outbox import Record
from schemas.catalog import FairEntry, SessionEntry
from schemas.rooms import fair_room, session_room
from schemas.topics import CATALOG, ROOMS
from services.fair.engine.dispatch import FAIR, Dispatch
from services.fair.engine.telling import tombstone
from services.fair.fairs.rows import FairRows
from services.fair.kernel.port import Port
from services.fair.kernel.state import State


async def tombstones(port: Port, state: State, dispatch: Dispatch = FAIR) -> list[Record]:
    """The tombstones of everything that the fairs have which this batch archived. Call it after the batch's writes.

    The fair's own comes first. The outbox cuts them into rows: a fair may have 100,000 jobs.
    """
    rows, found = state.of(FairRows), list[Record]()
    if not rows.archived:
        return found
    await port.be_patient()
    for noun in dispatch.nouns:
        for query in noun.catalog:
            for key, fair, entry in await port.select(query, list(rows.archived)):
                decided = rows.books[fair].decided
                found.append(tombstone(CATALOG.name, key, decided))
                found += (tombstone(ROOMS.name, room, decided) for room in rooms_of(entry))
    return found


def rooms_of(entry: Any) -> Sequence[str]:
    """The public rooms of the thing of a catalog entry."""
    match entry:
        case FairEntry():
            return (fair_room(entry.fair),)
        case SessionEntry():
            return (session_room(entry.session),)
    return ()
