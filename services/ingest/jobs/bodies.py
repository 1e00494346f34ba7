"""What the bodies of writes of jobs may hold. No I/O."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from schemas.job import JobChanges, JobFields
from services.ingest.edge.bodies import Ids, SeenLine, SeenNote, json_of

Majors = Annotated[list[SeenLine], Field(max_length=50)]


class JobBody(JobFields):
    model_config = ConfigDict(extra="forbid")
    title: SeenLine
    region: SeenLine | None = None
    industry: SeenLine | None = None
    majors: Majors | None = None
    code: SeenLine | None = None


class JobChangesBody(JobChanges):
    model_config = ConfigDict(extra="forbid")
    title: SeenLine = ""
    region: SeenLine | None = None
    industry: SeenLine | None = None
    majors: Majors | None = None
    code: SeenLine | None = None

    @model_validator(mode="after")
    def something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("names no field to change")
        return self


class JobsBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    jobs: Ids
    reason: SeenNote | None = None


JOB = json_of(JobBody)
JOB_CHANGES = json_of(JobChangesBody)
JOBS = json_of(JobsBody)
