"""What the bodies of writes of cards and approaches may hold. No I/O."""

from __future__ import annotations

import re
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, field_validator

from schemas.card import Wants
from services.ingest.edge.bodies import SeenNote, ahead_of_now, json_of, seen
from services.ingest.edge.coarse import coarse
from services.ingest.edge.times import Time

_REGION_CODE = re.compile(r"[1-9][0-9]{5}")  # GB/T 2260


class WantsBody(Wants):
    """Words that enterprises search by: no sentence, and no contact or number of somebody's."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @field_validator("regions", "industries")
    @classmethod
    def words(cls, wishes: list[str]) -> list[str]:
        for wish in wishes:
            if coarse(wish) is None and not _REGION_CODE.fullmatch(wish):
                raise ValueError(f"{wish[:20]!r} looks like a contact or a number, which a card does not show")
        return [seen(wish.strip()) for wish in wishes]


class CardBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    wants: WantsBody = WantsBody()


class ApproachBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    job: UUID
    message: SeenNote | None = None
    deadline: Time | None = None

    @field_validator("deadline")
    @classmethod
    def ahead(cls, deadline: AwareDatetime | None) -> AwareDatetime | None:
        return None if deadline is None else ahead_of_now(deadline)


class AcceptanceBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    message: SeenNote | None = None


CARD = json_of(CardBody, optional=True)
APPROACH = json_of(ApproachBody)
ACCEPTANCE = json_of(AcceptanceBody, optional=True)
