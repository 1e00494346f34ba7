"""What is published to rooms about booths, and their catalog entries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from schemas.catalog import BoothEntry, booth_key
from schemas.rooms import enterprise_room, fair_room, person_room
from services.fair.booths.booth import BoothAmended, BoothChanged
from services.fair.booths.rows import BoothRows
from services.fair.kernel.commands import Command
from services.fair.kernel.context import Context
from services.fair.kernel.items import Item
from services.fair.kernel.port import Select
from services.fair.kernel.state import State


def of_booth(outcome: BoothChanged, command: Command, context: Context) -> Iterator[Item]:
    """Notify the enterprise always, everybody of an approved booth, and its requester of the decision."""
    event, booth = type(outcome).__name__, outcome.booth
    data: dict[str, Any] = {"fair": booth.fair, "org": booth.org, "name": booth.name, "state": booth.state}
    if booth.reason is not None:
        data["reason"] = booth.reason
    if booth.website is not None:
        data["website"] = booth.website
    if booth.state == "approved":
        yield Item(fair_room(booth.fair), event, data)
    yield Item(enterprise_room(booth.org), event, data)
    if not isinstance(outcome, BoothAmended):
        yield Item(person_room(booth.requested_by), event, data)


def entries(state: State) -> Iterator[tuple[str, UUID, BoothEntry]]:
    rows = state.of(BoothRows)
    for key in rows.changed:
        booth = rows.booths[key]
        yield _entry({"fair": booth.fair, "org": booth.org, "state": booth.state})


def _entry(facts: Mapping[str, Any]) -> tuple[str, UUID, BoothEntry]:
    entry = BoothEntry.model_validate({**facts})
    return booth_key(entry.fair, entry.org), entry.fair, entry


CATALOG = (
    Select("booths for the catalog", "SELECT fair, org, state FROM booths WHERE fair = ANY($1::uuid[])", _entry),
)
