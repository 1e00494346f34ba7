"""What is published to the fair's room about the fair itself, and the fair's catalog entry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from schemas.catalog import FairEntry
from schemas.rooms import fair_room
from services.fair.fairs.fair import ALLOWS, Fair, FairAmended, FairChanged, FairReopened
from services.fair.fairs.rows import FairRows
from services.fair.kernel.commands import Command
from services.fair.kernel.context import Context
from services.fair.kernel.items import Item
from services.fair.kernel.state import State


def of_fair(outcome: FairChanged, command: Command, context: Context) -> Iterator[Item]:
    fair = outcome.fair
    data: dict[str, Any] = {"fair": fair.id, "state": fair.state}
    if isinstance(outcome, FairAmended | FairReopened):
        data |= {name: getattr(fair, name) for name in ("title", "host", "starts_at", "ends_at")}
    yield Item(fair_room(fair.id), type(outcome).__name__, data)


def entries(state: State) -> Iterator[tuple[str, UUID, FairEntry]]:
    rows = state.of(FairRows)
    for fair in rows.changed:
        yield str(fair), fair, _entry(rows.fairs[fair])


def _entry(fair: Fair) -> FairEntry:
    allows = sorted(ALLOWS[fair.state])
    return FairEntry(fair=fair.id, org=fair.org, state=fair.state, ends_at=fair.ends_at, allows=allows)
