"""What became of a write: told to the one who sent it, by its event id."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from services.fair import queries
from services.fair.reads.asking import Reader, answer, not_found, path_id


class OutcomeReads:
    """The handler of `/v1/outcomes/{event_id}`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    async def outcome(self, request: Request) -> Response:
        """What became of the first record with that id."""
        person, event = self._reader.person(request), path_id(request, "event_id")
        await self._reader.awaited(request)
        row = await self._reader.row(queries.OUTCOME, event, person.sub)
        if row is None:
            raise not_found("event of yours that has been decided")
        body = {"outcome": row["outcome"]} | ({"reason": row["reason"]} if row["reason"] else {})
        if row["flags"]:
            body["flags"] = row["flags"]
        position = f"{row['topic']}:{row['partition']}:{row['offset']}"
        return answer({**body, "receipt": {"position": position, "accepted_at": row["at"]}})
