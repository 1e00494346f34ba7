"""What the bodies of writes of jobs may hold. No I/O."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

from schemas.job import JobChanges, JobFields
from schemas.words import Note
from services.ingest.edge.bodies import Ids, json_of


class JobBody(JobFields):
    model_config = ConfigDict(extra="forbid")


class JobChangesBody(JobChanges):
    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="after")
    def something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("names no field to change")
        return self


class JobsBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    jobs: Ids
    reason: Note | None = None


JOB = json_of(JobBody)
JOB_CHANGES = json_of(JobChangesBody)
JOBS = json_of(JobsBody)
