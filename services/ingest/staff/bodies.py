"""What the bodies of writes of a booth's staff may hold. No I/O."""

from __future__ import annotations

from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, StringConstraints, field_validator

from schemas.staff import StaffRole, Uses
from services.ingest.edge.bodies import SeenNote, Sub, ahead_of_now, json_of
from services.ingest.edge.times import Time


class StaffLinkBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    role: StaffRole = "recruiter"
    uses: Uses = 1
    expires_at: Time | None = None

    @field_validator("expires_at")
    @classmethod
    def ahead(cls, expires_at: AwareDatetime | None) -> AwareDatetime | None:
        return None if expires_at is None else ahead_of_now(expires_at)


class HandOverBody(BaseModel):
    """`to` is one of the staff or the caller; null is no particular person."""

    model_config = ConfigDict(extra="forbid")
    to: Sub | None
    note: SeenNote | None = None


class PersonBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    person: Sub


class JoinBody(BaseModel):
    """The secret of an invitation link: in a body, where no log, history or referrer of an address keeps it."""

    model_config = ConfigDict(extra="forbid")
    secret: Annotated[str, StringConstraints(min_length=1, max_length=100)]


STAFF_LINK = json_of(StaffLinkBody, optional=True)
JOIN = json_of(JoinBody)
HAND_OVER = json_of(HandOverBody)
PERSON = json_of(PersonBody)
