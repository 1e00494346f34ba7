"""The answers of the reads of outcomes."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from pydantic import Field

from services.fair.jobs.answers import Flag
from services.fair.kernel.answer import Answer, Receipt


class Outcome(Answer):
    """The outcome of a write. `flags` are the phrases for which an ad was refused (`ad_refused`)."""

    outcome: Literal["applied", "unchanged", "refused"]
    reason: str | None = None
    state: str | None = Field(None, description="Which state of the application a refused step met.")
    flags: list[Flag] | None = None
    receipt: Receipt


class OutcomeOfItem(Outcome):
    """The outcome of one event of a bulk action."""

    event_id: UUID


class OutcomesOfItems(Answer):
    """The events of a bulk action that are decided, in the log's order, and how many came to which outcome."""

    items: list[OutcomeOfItem]
    outcomes: dict[str, int]
