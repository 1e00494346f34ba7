"""What the bodies of bulk actions look like: which things, each named once, and what is done to them. No I/O."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from schemas.words import Line, Note
from services.ingest.edge.bodies import ChoiceBody, InvitationBody, json_of, once

ITEMS_MAX = 1_000

Orgs = Annotated[list[Line], Field(min_length=1, max_length=ITEMS_MAX), AfterValidator(once)]
Ids = Annotated[list[UUID], Field(min_length=1, max_length=ITEMS_MAX), AfterValidator(once)]


class OrgsBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    orgs: Orgs


class RefusedOrgsBody(OrgsBody):
    reason: Note


class JobsBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    jobs: Ids
    reason: Note | None = None


class ApplicationsBody(ChoiceBody):
    applications: Ids


class InvitedApplicationsBody(InvitationBody):
    applications: Ids


ORGS = json_of(OrgsBody)
REFUSED_ORGS = json_of(RefusedOrgsBody)
JOBS = json_of(JobsBody)
APPLICATIONS = json_of(ApplicationsBody)
INVITED_APPLICATIONS = json_of(InvitedApplicationsBody)
