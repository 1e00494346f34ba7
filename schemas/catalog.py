"""The catalog: what exists, who owns it, and whether it is open. A compacted topic, which the edge reads as a view.

The key of a fair, a job, a session or a drop is its id; of a booth, `booth:<fair>:<org>`; of staff,
`staff:<fair>:<person>`; of an invitation link, `staff-link:<sha256>`. A null value is a tombstone: of staff and links
when they end, of everything else when its fair is archived.
"""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter

from schemas.session import DropState, HostRole, SessionState
from schemas.staff import StaffRole

FairState = Literal["draft", "scheduled", "open", "paused", "closing", "closed", "archived"]
BoothState = Literal["requested", "approved", "refused"]
JobState = Literal["open", "closed"]
TOMBSTONE_DECIDED = "decided"
"""The header of a tombstone that holds what `decided` is in an entry."""


class _Entry(BaseModel):
    """`decided` is the log position (`topic:partition:offset`) that the entry includes. Earlier versions wrote none.

    Of two entries of a thing the one with the larger offset is the newer, whatever their order in the topic.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")
    decided: str | None = None


class FairEntry(_Entry):
    """`allows`: what its state allows; null in an entry written by an earlier version."""

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


class StaffEntry(_Entry):
    """Who acts for an enterprise in one fair, though the token does not say so."""

    kind: Literal["staff"] = "staff"
    fair: UUID
    person: str
    org: str
    role: StaffRole


class StaffLinkEntry(_Entry):
    """A link by which somebody may still join."""

    kind: Literal["staff_link"] = "staff_link"
    fair: UUID
    org: str
    link: UUID


class JobEntry(_Entry):
    kind: Literal["job"] = "job"
    job: UUID
    fair: UUID
    org: str
    state: JobState


class SessionEntry(_Entry):
    """`host` is the host's role, `org` its unit or enterprise. `muted`: who may not comment (subs)."""

    kind: Literal["session"] = "session"
    session: UUID
    fair: UUID
    org: str
    host: HostRole
    state: SessionState
    muted: list[str] = []


class DropEntry(_Entry):
    kind: Literal["drop"] = "drop"
    drop: UUID
    session: UUID
    fair: UUID
    job: UUID
    state: DropState


AnyEntry = FairEntry | BoothEntry | JobEntry | SessionEntry | DropEntry | StaffEntry | StaffLinkEntry
CatalogEntry = Annotated[AnyEntry, Field(discriminator="kind")]
CATALOG_ENTRY: TypeAdapter[AnyEntry] = TypeAdapter(CatalogEntry)


class LogEntry(BaseModel):
    """Whether fair follows `livefair.fairs`. `lost`: what is missing in the log, so that fair has stopped; else null.

    While it is given, nobody decides what is written. Its key is `log`.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")
    kind: Literal["log"] = "log"
    lost: str | None = None


LOG_KEY = "log"


def booth_key(fair: UUID, org: str) -> str:
    """A booth's key in the catalog."""
    return f"booth:{fair}:{org}"


def staff_key(fair: UUID, person: str) -> str:
    """The catalog key of a person as staff in a fair."""
    return f"staff:{fair}:{person}"


def staff_link_key(sha256: str) -> str:
    """The catalog key of the invitation link whose secret has this sha-256."""
    return f"staff-link:{sha256}"
