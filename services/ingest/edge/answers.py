"""What a write answers. The models are for OpenAPI; `writing.py` makes the bytes."""

from __future__ import annotations

from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field


class Receipt(BaseModel):
    """Where the record stands in the log, as `topic:partition:offset`, and the log's time."""

    position: str = Field(examples=["livefair.fairs:3:42"])
    accepted_at: AwareDatetime


class Accepted(BaseModel):
    """The log has it. `id` is the thing's; of a booth, its `org`."""

    id: str
    event_id: UUID
    receipt: Receipt


class AcceptedItem(BaseModel):
    """One thing of a bulk action, and the event that it became."""

    id: str
    event_id: UUID


class AcceptedMany(BaseModel):
    """The log has all of it: an event for each thing, in the order of the request. `receipt` is of the last.

    Their outcomes: `GET /v1/outcomes/{event_id}/items`.
    """

    id: str
    event_id: UUID
    items: list[AcceptedItem]
    receipt: Receipt
