"""Reads of outcomes, for the sender of a write: by event id; for a bulk action, by item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid5

from starlette.requests import Request
from starlette.responses import Response

from services.fair.kernel.answer import Filled, Receipt
from services.fair.kernel.read import Read, private
from services.fair.kernel.reader import Reader
from services.fair.kernel.reading import answer, not_found, path_id
from services.fair.outcomes import answers, queries

ITEMS_MAX = 1_000  # per bulk action; the ids of its events are derived from its own id and their number


class OutcomeReads:
    """Handlers of `/v1/outcomes/…`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def served(self) -> Sequence[Read]:
        return (
            Read("/v1/outcomes/{event_id}", self.outcome, private(answers.Outcome, "outcomes")),
            Read("/v1/outcomes/{event_id}/items", self.items, private(answers.OutcomesOfItems, "outcomes")),
        )

    async def outcome(self, request: Request) -> Response:
        """The outcome of the first record with that id."""
        person, event = self._reader.person(request), path_id(request, "event_id")
        await self._reader.awaited(request)
        row = await self._reader.row(queries.OUTCOME, event, person.sub)
        if row is None:
            raise not_found("event of yours that has been decided")
        return answer(_outcome(answers.Outcome, row))

    async def items(self, request: Request) -> Response:
        """The results of a bulk action so far: its decided events, in order, and the number of each outcome."""
        person, action = self._reader.person(request), path_id(request, "event_id")
        await self._reader.awaited(request)
        ids = [uuid5(action, str(number)) for number in range(ITEMS_MAX)]
        rows = await self._reader.rows(queries.OUTCOMES, ids, person.sub)
        if not rows:
            raise not_found("bulk action of yours of which anything has been decided")
        items = [_outcome(answers.OutcomeOfItem, row) for row in rows]
        return answer(answers.OutcomesOfItems.of(items=items, outcomes=Counter(row["outcome"] for row in rows)))


def _outcome(model: type[answers.Outcome], row: Mapping[str, Any]) -> Filled:
    """`model` filled from a row of the inbox, whose flags may be an empty list."""
    position = f"{row['topic']}:{row['partition']}:{row['offset']}"
    receipt = Receipt.of(position=position, accepted_at=row["at"])
    return model.of(row, flags=row["flags"] or None, receipt=receipt)
