"""What the bodies of writes of applications may hold, of one or of many. No I/O."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, field_validator

from schemas.job import Ranking
from services.ingest.edge.bodies import Ids, SeenNote, ahead_of_now, json_of, once
from services.ingest.edge.times import Time


class ApplicationBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    resume_id: UUID
    message: SeenNote | None = None
    drop: UUID | None = None


class ChoiceBody(BaseModel):
    """What an enterprise may say to any of its steps; the student hears it."""

    model_config = ConfigDict(extra="forbid")
    reason: SeenNote | None = None


class InvitationBody(ChoiceBody):
    deadline: Time | None = None
    message: SeenNote | None = None
    overbook: bool = False

    @field_validator("deadline")
    @classmethod
    def ahead(cls, deadline: AwareDatetime | None) -> AwareDatetime | None:
        return None if deadline is None else ahead_of_now(deadline)


class RankingBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    applications: Annotated[Ranking, AfterValidator(once)]


class ApplicationsBody(ChoiceBody):
    applications: Ids


class InvitedApplicationsBody(InvitationBody):
    applications: Ids


APPLICATION = json_of(ApplicationBody)
CHOICE = json_of(ChoiceBody, optional=True)
INVITATION = json_of(InvitationBody, optional=True)
RANKING = json_of(RankingBody)
APPLICATIONS = json_of(ApplicationsBody)
INVITED_APPLICATIONS = json_of(InvitedApplicationsBody)
