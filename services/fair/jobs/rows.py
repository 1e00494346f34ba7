"""The jobs of one batch, in memory, and what of them changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from services.fair.jobs.job import Job


@dataclass(slots=True)
class JobRows:
    """Rows by id."""

    wanted: set[UUID] = field(default_factory=set)
    jobs: dict[UUID, Job] = field(default_factory=dict)
    counted: set[UUID] = field(default_factory=set)
    """Jobs of whose submissions the numbers changed."""
    rewritten: set[UUID] = field(default_factory=set)
    """Jobs of which more changed than those numbers."""
    restated: set[UUID] = field(default_factory=set)
    """Jobs that are new or in another state, of which the catalog must hear."""

    def of_fair(self, fair: UUID, job: UUID) -> Job | None:
        """The job, if it is of this fair."""
        found = self.jobs.get(job)
        return found if found is not None and found.fair == fair else None

    def keep(self, job: Job) -> Job | None:
        """Take a job as it stands now; answers it as it stood before."""
        before = self.jobs.get(job.id)
        self.jobs[job.id] = job
        self.rewritten.add(job.id)
        if before is None or before.state != job.state:
            self.restated.add(job.id)
        return before

    def count(self, job: Job) -> None:
        """Take a job of which only the numbers of its submissions changed."""
        self.jobs[job.id] = job
        self.counted.add(job.id)
