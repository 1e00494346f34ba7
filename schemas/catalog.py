"""The catalog: what exists, whose it is, whether it is open. Compacted; the edge's table view.

The key of a fair or a job is its id; of a booth, `booth:<fair>:<org>`. A null value is a tombstone.
"""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter

FairState = Literal["draft", "scheduled", "open", "paused", "closing", "closed", "archived"]
BoothState = Literal["requested", "approved", "refused"]
JobState = Literal["open", "closed"]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class FairEntry(_Entry):
    """`allows`: what its state allows; null in an entry of old, of which the log alone knows."""

    kind: Literal["fair"] = "fair"
    fair: UUID
    org: str
    state: FairState
    ends_at: AwareDatetime
    allows: list[str] | None = None


class BoothEntry(_Entry):
    kind: Literal["booth"] = "booth"
    fair: UUID
    org: str
    state: BoothState


class JobEntry(_Entry):
    kind: Literal["job"] = "job"
    job: UUID
    fair: UUID
    org: str
    state: JobState


CatalogEntry = Annotated[FairEntry | BoothEntry | JobEntry, Field(discriminator="kind")]
CATALOG_ENTRY: TypeAdapter[FairEntry | BoothEntry | JobEntry] = TypeAdapter(CatalogEntry)


def booth_key(fair: UUID, org: str) -> str:
    """A booth's key in the catalog."""
    return f"booth:{fair}:{org}"
