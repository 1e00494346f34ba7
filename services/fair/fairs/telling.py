"""What is published to the fair's room about the fair itself, and the fair's catalog entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from schemas.catalog import FairEntry
from schemas.rooms import fair_room
from services.fair.fairs.fair import ALLOWS, FairAmended, FairChanged, FairReopened
from services.fair.fairs.rows import FairRows
from services.fair.kernel.commands import Command
from services.fair.kernel.context import Context
from services.fair.kernel.items import Item
from services.fair.kernel.port import Select
from services.fair.kernel.state import State
from services.fair.kernel.zones import zone


def of_fair(outcome: FairChanged, command: Command, context: Context) -> Iterator[Item]:
    fair = outcome.fair
    data: dict[str, Any] = {"fair": fair.id, "state": fair.state}
    if isinstance(outcome, FairAmended | FairReopened):
        own = zone(fair.utc_offset_minutes)
        data |= {name: getattr(fair, name) for name in ("title", "host")}
        data |= {name: getattr(fair, name).astimezone(own) for name in ("starts_at", "ends_at")}
    yield Item(fair_room(fair.id), type(outcome).__name__, data)


def entries(state: State) -> Iterator[tuple[str, UUID, FairEntry]]:
    rows = state.of(FairRows)
    for fair in rows.changed:
        kept = rows.fairs[fair]
        yield _entry({"fair": kept.id, "org": kept.org, "state": kept.state, "ends_at": kept.ends_at})


def _entry(facts: Mapping[str, Any]) -> tuple[str, UUID, FairEntry]:
    entry = FairEntry.model_validate({**facts, "allows": sorted(ALLOWS[facts["state"]])})
    return str(entry.fair), entry.fair, entry


CATALOG = (
    Select(
        "fairs for the catalog",
        "SELECT id AS fair, org, state, ends_at FROM fairs WHERE id = ANY($1::uuid[])",
        _entry,
    ),
)
