"""What became of a write: told to the one who sent it, by its event id; of a bulk action, for each thing it named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any
from uuid import uuid5

from starlette.requests import Request
from starlette.responses import Response

from services.fair.access.asking import Reader, answer, not_found, path_id
from services.fair.engine import queries

ITEMS_MAX = 1_000  # of one bulk action; the ids of its events derive from its own and their number


class OutcomeReads:
    """The handlers of `/v1/outcomes/…`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    async def outcome(self, request: Request) -> Response:
        """What became of the first record with that id."""
        person, event = self._reader.person(request), path_id(request, "event_id")
        await self._reader.awaited(request)
        row = await self._reader.row(queries.OUTCOME, event, person.sub)
        if row is None:
            raise not_found("event of yours that has been decided")
        return answer(_told(row))

    async def items(self, request: Request) -> Response:
        """What became of a bulk action so far: its decided events, in order, and how many came to which outcome."""
        person, action = self._reader.person(request), path_id(request, "event_id")
        await self._reader.awaited(request)
        ids = [uuid5(action, str(number)) for number in range(ITEMS_MAX)]
        rows = await self._reader.rows(queries.OUTCOMES, ids, person.sub)
        if not rows:
            raise not_found("bulk action of yours of which anything has been decided")
        items = [{"event_id": row["event_id"], **_told(row)} for row in rows]
        return answer({"items": items, "outcomes": Counter(row["outcome"] for row in rows)})


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    body = {name: row[name] for name in ("outcome", "reason", "state", "flags") if row[name]}
    position = f"{row['topic']}:{row['partition']}:{row['offset']}"
    return {**body, "receipt": {"position": position, "accepted_at": row["at"]}}
